package io.rolestream.engine.safetensors;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads safetensors the simple way, with big integers and trees, sharing no code with what it checks. */
final class SlowSafetensors {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS);

    @SuppressWarnings("ArrayRecordComponent")
    record Tensor(String dtype, long[] shape, byte[] bytes) {}

    private SlowSafetensors() {}

    static Map<String, Tensor> parse(byte[] file) throws IOException {
        byte[] reversed = new byte[8];
        for (int i = 0; i < 8; i++) {
            reversed[i] = file[7 - i];
        }
        int length = new BigInteger(1, reversed).intValueExact();
        byte[] data = Arrays.copyOfRange(file, 8 + length, file.length);
        JsonNode header = JSON.readTree(new String(file, 8, length, StandardCharsets.UTF_8));
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        boolean[] owned = new boolean[data.length];
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            if (!entry.getKey().equals("__metadata__")) {
                tensors.put(entry.getKey(), tensor(entry.getValue(), data, owned));
            }
        }
        for (boolean byteOwned : owned) {
            require(byteOwned, "a hole");
        }
        return tensors;
    }

    private static Tensor tensor(JsonNode node, byte[] data, boolean[] owned) {
        int begin = node.get("data_offsets").get(0).bigIntegerValue().intValueExact();
        int end = node.get("data_offsets").get(1).bigIntegerValue().intValueExact();
        require(node.get("data_offsets").size() == 2, "two offsets");
        BigInteger bits = BigInteger.valueOf(bits(node.get("dtype").textValue()));
        long[] shape = new long[node.get("shape").size()];
        for (int i = 0; i < shape.length; i++) {
            require(node.get("shape").get(i).isIntegralNumber(), "whole dimensions");
            BigInteger dimension = node.get("shape").get(i).bigIntegerValue();
            require(dimension.signum() >= 0, "no negative dimension");
            shape[i] = dimension.longValueExact();
            bits = bits.multiply(dimension);
        }
        require(bits.equals(BigInteger.valueOf(8L * (end - begin))), "size");
        for (int i = begin; i < end; i++) {
            require(!owned[i], "an overlap");
            owned[i] = true;
        }
        return new Tensor(node.get("dtype").textValue(), shape, Arrays.copyOfRange(data, begin, end));
    }

    private static int bits(String dtype) {
        return switch (dtype) {
            case "F4" -> 4;
            case "F6_E2M3", "F6_E3M2" -> 6;
            case "BOOL", "U8", "I8", "F8_E5M2", "F8_E4M3", "F8_E8M0", "F8_E5M2FNUZ", "F8_E4M3FNUZ" -> 8;
            case "I16", "U16", "F16", "BF16" -> 16;
            case "I32", "U32", "F32" -> 32;
            case "C64", "F64", "I64", "U64" -> 64;
            default -> throw new IllegalStateException("unknown dtype " + dtype);
        };
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new IllegalStateException("violated: " + what);
        }
    }
}
