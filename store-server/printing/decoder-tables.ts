/**
 * Character tables by their `ESC t` number, for reading: the Unicode code points of the bytes 0x80 to 0xFF in hexadecimal, as in
 * the Unicode Consortium's mapping files (MAPPINGS/VENDORS/MICSFT). Made apart from the encoder's tables, so that a wrong
 * letter in one is seen against the other.
 */
const codePoints: Readonly<Record<number, string>> = {
  0: `
    c7 fc e9 e2 e4 e0 e5 e7 ea eb e8 ef ee ec c4 c5
    c9 e6 c6 f4 f6 f2 fb f9 ff d6 dc a2 a3 a5 20a7 192
    e1 ed f3 fa f1 d1 aa ba bf 2310 ac bd bc a1 ab bb
    2591 2592 2593 2502 2524 2561 2562 2556 2555 2563 2551 2557 255d 255c 255b 2510
    2514 2534 252c 251c 2500 253c 255e 255f 255a 2554 2569 2566 2560 2550 256c 2567
    2568 2564 2565 2559 2558 2552 2553 256b 256a 2518 250c 2588 2584 258c 2590 2580
    3b1 df 393 3c0 3a3 3c3 b5 3c4 3a6 398 3a9 3b4 221e 3c6 3b5 2229
    2261 b1 2265 2264 2320 2321 f7 2248 b0 2219 b7 221a 207f b2 25a0 a0
  `,
  2: `
    c7 fc e9 e2 e4 e0 e5 e7 ea eb e8 ef ee ec c4 c5
    c9 e6 c6 f4 f6 f2 fb f9 ff d6 dc f8 a3 d8 d7 192
    e1 ed f3 fa f1 d1 aa ba bf ae ac bd bc a1 ab bb
    2591 2592 2593 2502 2524 c1 c2 c0 a9 2563 2551 2557 255d a2 a5 2510
    2514 2534 252c 251c 2500 253c e3 c3 255a 2554 2569 2566 2560 2550 256c a4
    f0 d0 ca cb c8 131 cd ce cf 2518 250c 2588 2584 a6 cc 2580
    d3 df d4 d2 f5 d5 b5 fe de da db d9 fd dd af b4
    ad b1 2017 be b6 a7 f7 b8 b0 a8 b7 b9 b3 b2 25a0 a0
  `,
  13: `
    c7 fc e9 e2 e4 e0 e5 e7 ea eb e8 ef ee 131 c4 c5
    c9 e6 c6 f4 f6 f2 fb f9 130 d6 dc f8 a3 d8 15e 15f
    e1 ed f3 fa f1 d1 11e 11f bf ae ac bd bc a1 ab bb
    2591 2592 2593 2502 2524 c1 c2 c0 a9 2563 2551 2557 255d a2 a5 2510
    2514 2534 252c 251c 2500 253c e3 c3 255a 2554 2569 2566 2560 2550 256c a4
    ba aa ca cb c8 fffd cd ce cf 2518 250c 2588 2584 a6 cc 2580
    d3 df d4 d2 f5 d5 b5 fffd d7 da db d9 ec ff af b4
    ad b1 fffd be b6 a7 f7 b8 b0 a8 b7 b9 b3 b2 25a0 a0
  `,
  14: `
    391 392 393 394 395 396 397 398 399 39a 39b 39c 39d 39e 39f 3a0
    3a1 3a3 3a4 3a5 3a6 3a7 3a8 3a9 3b1 3b2 3b3 3b4 3b5 3b6 3b7 3b8
    3b9 3ba 3bb 3bc 3bd 3be 3bf 3c0 3c1 3c3 3c2 3c4 3c5 3c6 3c7 3c8
    2591 2592 2593 2502 2524 2561 2562 2556 2555 2563 2551 2557 255d 255c 255b 2510
    2514 2534 252c 251c 2500 253c 255e 255f 255a 2554 2569 2566 2560 2550 256c 2567
    2568 2564 2565 2559 2558 2552 2553 256b 256a 2518 250c 2588 2584 258c 2590 2580
    3c9 3ac 3ad 3ae 3ca 3af 3cc 3cd 3cb 3ce 386 388 389 38a 38c 38e
    38f b1 2265 2264 3aa 3ab f7 2248 b0 2219 b7 221a 207f b2 25a0 a0
  `,
  16: `
    20ac fffd 201a 192 201e 2026 2020 2021 2c6 2030 160 2039 152 fffd 17d fffd
    fffd 2018 2019 201c 201d 2022 2013 2014 2dc 2122 161 203a 153 fffd 17e 178
    a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 aa ab ac ad ae af
    b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 ba bb bc bd be bf
    c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 ca cb cc cd ce cf
    d0 d1 d2 d3 d4 d5 d6 d7 d8 d9 da db dc dd de df
    e0 e1 e2 e3 e4 e5 e6 e7 e8 e9 ea eb ec ed ee ef
    f0 f1 f2 f3 f4 f5 f6 f7 f8 f9 fa fb fc fd fe ff
  `,
  17: `
    410 411 412 413 414 415 416 417 418 419 41a 41b 41c 41d 41e 41f
    420 421 422 423 424 425 426 427 428 429 42a 42b 42c 42d 42e 42f
    430 431 432 433 434 435 436 437 438 439 43a 43b 43c 43d 43e 43f
    2591 2592 2593 2502 2524 2561 2562 2556 2555 2563 2551 2557 255d 255c 255b 2510
    2514 2534 252c 251c 2500 253c 255e 255f 255a 2554 2569 2566 2560 2550 256c 2567
    2568 2564 2565 2559 2558 2552 2553 256b 256a 2518 250c 2588 2584 258c 2590 2580
    440 441 442 443 444 445 446 447 448 449 44a 44b 44c 44d 44e 44f
    401 451 404 454 407 457 40e 45e b0 2219 b7 221a 2116 a4 25a0 a0
  `,
  18: `
    c7 fc e9 e2 e4 16f 107 e7 142 eb 150 151 ee 179 c4 106
    c9 139 13a f4 f6 13d 13e 15a 15b d6 dc 164 165 141 d7 10d
    e1 ed f3 fa 104 105 17d 17e 118 119 ac 17a 10c 15f ab bb
    2591 2592 2593 2502 2524 c1 c2 11a 15e 2563 2551 2557 255d 17b 17c 2510
    2514 2534 252c 251c 2500 253c 102 103 255a 2554 2569 2566 2560 2550 256c a4
    111 110 10e cb 10f 147 cd ce 11b 2518 250c 2588 2584 162 16e 2580
    d3 df d4 143 144 148 160 161 154 da 155 170 fd dd 163 b4
    ad 2dd 2db 2c7 2d8 a7 f7 b8 b0 a8 2d9 171 158 159 25a0 a0
  `,
  19: `
    c7 fc e9 e2 e4 e0 e5 e7 ea eb e8 ef ee ec c4 c5
    c9 e6 c6 f4 f6 f2 fb f9 ff d6 dc f8 a3 d8 d7 192
    e1 ed f3 fa f1 d1 aa ba bf ae ac bd bc a1 ab bb
    2591 2592 2593 2502 2524 c1 c2 c0 a9 2563 2551 2557 255d a2 a5 2510
    2514 2534 252c 251c 2500 253c e3 c3 255a 2554 2569 2566 2560 2550 256c a4
    f0 d0 ca cb c8 20ac cd ce cf 2518 250c 2588 2584 a6 cc 2580
    d3 df d4 d2 f5 d5 b5 fe de da db d9 fd dd af b4
    ad b1 2017 be b6 a7 f7 b8 b0 a8 b7 b9 b3 b2 25a0 a0
  `,
  33: `
    106 fc e9 101 e4 123 e5 107 142 113 156 157 12b 179 c4 c5
    c9 e6 c6 14d f6 122 a2 15a 15b d6 dc f8 a3 d8 d7 a4
    100 12a f3 17b 17c 17a 201d a6 a9 ae ac bd bc 141 ab bb
    2591 2592 2593 2502 2524 104 10c 118 116 2563 2551 2557 255d 12e 160 2510
    2514 2534 252c 251c 2500 253c 172 16a 255a 2554 2569 2566 2560 2550 256c 17d
    105 10d 119 117 12f 161 173 16b 17e 2518 250c 2588 2584 258c 2590 2580
    d3 df 14c 143 f5 d5 b5 144 136 137 13b 13c 146 112 145 2019
    ad b1 201c be b6 a7 f7 201e b0 2219 b7 b9 b3 b2 25a0 a0
  `,
};

const tables = new Map(
  Object.entries(codePoints).map(([number, hex]) => [
    Number(number),
    hex
      .trim()
      .split(/\s+/)
      .map((point) => String.fromCodePoint(Number.parseInt(point, 16))),
  ]),
);

/** The 128 letters of the upper half of a table, or undefined where the number is none we know. */
export const upperHalf = (number: number): readonly string[] | undefined => tables.get(number);
