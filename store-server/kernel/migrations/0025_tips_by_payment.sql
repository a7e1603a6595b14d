-- What of a payment's tip whom was given, when it goes back.
CREATE INDEX tip_ledger_by_payment ON tip_ledger (payment_id);
