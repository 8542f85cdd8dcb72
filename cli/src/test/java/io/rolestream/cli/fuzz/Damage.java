package io.rolestream.cli.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages files as disks, editors and careless programs do. */
final class Damage {
    /** What takes the place of a value, or is put between others. */
    private static final List<String> TOKENS = List.of(
            "null",
            "true",
            "[]",
            "{}",
            "-1",
            "0",
            "1e999",
            "99999999999999999999",
            "\"\"",
            "\"x\"",
            "NaN",
            "[[[[",
            "}",
            "]",
            "{",
            "\"",
            ",",
            ":",
            "\t",
            "\n\n",
            "\r",
            "- ",
            "&a",
            "*a",
            "!!java.util.Date",
            "<<: *a",
            "---\n",
            "\u0000",
            "\uFEFF",
            "\u00e9",
            "\\u0000",
            "\\",
            "|",
            ">",
            "#",
            "%",
            "'",
            "0x1F",
            "2026-03-04",
            "-0.0",
            " ".repeat(3000));

    private static final int DEPTH = 3000;

    private final Random random;

    Damage(Random random) {
        this.random = random;
    }

    /** The bytes with one to four faults. */
    byte[] of(byte[] whole) {
        byte[] damaged = whole.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            damaged = once(damaged);
        }
        return damaged;
    }

    private byte[] once(byte[] bytes) {
        int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
        int to = Math.min(bytes.length, at + 1 + random.nextInt(40));
        return switch (random.nextInt(11)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> flipped(bytes, at);
            case 2 -> spliced(bytes, at, to, new byte[0]);
            case 3 -> spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
            case 4 -> spliced(bytes, at, at, noise());
            case 5 -> spliced(bytes, at, at, token());
            case 6, 7, 8 -> valueReplaced(bytes, at);
            case 9 ->
                spliced(
                        bytes,
                        at,
                        at,
                        (random.nextBoolean() ? "[" : "{\"a\":").repeat(DEPTH).getBytes(StandardCharsets.UTF_8));
            default -> lineRemoved(bytes, at);
        };
    }

    private byte[] token() {
        return TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] noise() {
        byte[] noise = new byte[1 + random.nextInt(16)];
        random.nextBytes(noise);
        return noise;
    }

    private byte[] flipped(byte[] bytes, int at) {
        byte[] flipped = bytes.clone();
        if (flipped.length > 0) {
            flipped[at] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    /** Replaces a word or number, in quotes or not, by something of another type. */
    private byte[] valueReplaced(byte[] bytes, int at) {
        int start = at;
        while (start > 0 && !isBetweenValues(bytes[start - 1])) {
            start--;
        }
        int end = at;
        while (end < bytes.length && !isBetweenValues(bytes[end])) {
            end++;
        }
        return spliced(bytes, start, end, token());
    }

    private static boolean isBetweenValues(byte b) {
        return ",:[]{}\n\t".indexOf(b) >= 0;
    }

    private static byte[] lineRemoved(byte[] bytes, int at) {
        int start = at;
        while (start > 0 && bytes[start - 1] != '\n') {
            start--;
        }
        int end = at;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        return spliced(bytes, start, Math.min(bytes.length, end + 1), new byte[0]);
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] between) {
        ByteArrayOutputStream spliced = new ByteArrayOutputStream(bytes.length + between.length);
        spliced.write(bytes, 0, from);
        spliced.writeBytes(between);
        spliced.write(bytes, to, bytes.length - to);
        return spliced.toByteArray();
    }
}
