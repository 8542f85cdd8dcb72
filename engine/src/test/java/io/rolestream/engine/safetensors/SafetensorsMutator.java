package io.rolestream.engine.safetensors;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Makes wrong files from right ones. Half of the changes know the format: they exchange numbers, types, keys and pieces
 * of the header, and mostly put the length right again, so that they get past the first checks. The others change any
 * bytes.
 */
final class SafetensorsMutator {
    private static final Pattern NUMBER = Pattern.compile("(?<=[\\[,])\\d+(?=[\\],])");
    private static final Pattern TEXT = Pattern.compile("\"[^\"]*\"");
    private static final Pattern PIECE = Pattern.compile("\"[^\"]*\":(\\{[^{}]*\\}|\\[[^\\[\\]]*\\]|\"[^\"]*\"),?");
    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "2",
            "3",
            "4",
            "7",
            "8",
            "12",
            "16",
            "24",
            "-1",
            "-0",
            "1e0",
            "2.5",
            "01",
            "4294967296",
            "2147483647",
            "2147483648",
            "4611686018427387904",
            "9223372036854775807",
            "9223372036854775808",
            "18446744073709551615",
            "18446744073709551616",
            "99999999999999999999999999999999999999999",
            "null",
            "true",
            "\"4\"",
            "[]",
            "{}",
            "NaN",
            "");
    private static final List<String> TEXTS = List.of(
            "\"F32\"",
            "\"F16\"",
            "\"BF16\"",
            "\"F64\"",
            "\"I64\"",
            "\"I32\"",
            "\"I8\"",
            "\"U8\"",
            "\"BOOL\"",
            "\"F4\"",
            "\"F6_E2M3\"",
            "\"C64\"",
            "\"U64\"",
            "\"I16\"",
            "\"dtype\"",
            "\"shape\"",
            "\"data_offsets\"",
            "\"__metadata__\"",
            "\"a\"",
            "\"\"",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "\"\u00e9\"",
            "1",
            "null",
            "{}",
            "[",
            "\"");

    private final List<byte[]> seeds;
    private final Random random;

    SafetensorsMutator(List<byte[]> seeds, long seed) {
        this.seeds = seeds;
        this.random = new Random(seed);
    }

    byte[] next() {
        byte[] file = pick(seeds).clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            file = random.nextBoolean() && file.length > 8 ? changeHeader(file) : changeBytes(file);
        }
        return file;
    }

    private byte[] changeHeader(byte[] file) {
        long claimed = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        int length = (int) Math.max(0, Math.min(claimed, file.length - 8));
        String header = new String(file, 8, length, StandardCharsets.UTF_8);
        String changed = switch (random.nextInt(8)) {
            case 0, 1, 2 -> replaceOne(header, NUMBER, pick(NUMBERS));
            case 3, 4 -> replaceOne(header, TEXT, pick(TEXTS));
            case 5 -> replaceOne(header, PIECE, "");
            case 6 -> doublePiece(header);
            default -> header + pick(List.of(" ", "\n", "}", "{}", ",", "\0", "        "));
        };
        byte[] bytes = changed.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long newLength = random.nextInt(8) == 0 ? claimed : bytes.length;
        out.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(newLength)
                .array());
        out.writeBytes(bytes);
        out.write(file, 8 + length, file.length - 8 - length);
        return out.toByteArray();
    }

    private String replaceOne(String text, Pattern pattern, String replacement) {
        List<MatchResult> matches = pattern.matcher(text).results().toList();
        if (matches.isEmpty()) {
            return text;
        }
        MatchResult match = pick(matches);
        return text.substring(0, match.start()) + replacement + text.substring(match.end());
    }

    private String doublePiece(String text) {
        List<MatchResult> matches = PIECE.matcher(text).results().toList();
        if (matches.isEmpty()) {
            return text;
        }
        MatchResult from = pick(matches);
        int to = pick(matches).start();
        String piece = from.group().endsWith(",") ? from.group() : from.group() + ",";
        return text.substring(0, to) + piece + text.substring(to);
    }

    private byte[] changeBytes(byte[] file) {
        if (file.length == 0) {
            return new byte[] {(byte) random.nextInt()};
        }
        int at = random.nextInt(random.nextInt(4) == 0 ? Math.min(9, file.length) : file.length);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        switch (random.nextInt(6)) {
            case 0 -> {
                file[at] ^= (byte) (1 << random.nextInt(8));
                return file;
            }
            case 1 -> {
                file[at] = (byte) random.nextInt();
                return file;
            }
            case 2 -> out.write(file, 0, at);
            case 3 -> {
                out.writeBytes(file);
                byte[] more = new byte[1 + random.nextInt(16)];
                random.nextBytes(more);
                out.writeBytes(more);
            }
            case 4 -> {
                int count = 1 + random.nextInt(Math.min(8, file.length - at));
                out.write(file, 0, at);
                out.write(file, at + count, file.length - at - count);
            }
            default -> {
                byte[] more = new byte[1 + random.nextInt(8)];
                random.nextBytes(more);
                out.write(file, 0, at);
                out.writeBytes(more);
                out.write(file, at, file.length - at);
            }
        }
        return out.toByteArray();
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
