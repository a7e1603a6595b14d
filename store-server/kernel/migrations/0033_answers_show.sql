-- Which state of which entity an answer showed ("order/<id>@<version>"): its text is made again from the journal when the command comes once more.
ALTER TABLE answers ADD COLUMN shows TEXT;
