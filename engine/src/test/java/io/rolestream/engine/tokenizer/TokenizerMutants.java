package io.rolestream.engine.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.engine.tokenizer.json.TokenizerSeeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Changes small {@code tokenizer.json} files at random, and opens and uses each. A process of its own; see main. */
final class TokenizerMutants {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final List<String> TEXTS = List.of(
            "",
            "hello world, abab 12",
            "Ünïcodé 数据 🚀 zz  x\u0301 <s> a[CLS]  ##b",
            " \u0301\u0000\uFFFD\t\r\n  \u200B<mask> <mask>",
            "ab".repeat(300) + "  数据数据  " + "é".repeat(50));
    /** Every token of the seeds, and what is none. */
    private static final int[] IDS = IntStream.rangeClosed(-2, 70).toArray();

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "false",
            "0",
            "1",
            "-1",
            "2",
            "255",
            "65536",
            "4294967295",
            "18446744073709551615",
            "1e400",
            "1e2147483648",
            "0.5",
            "\"\"",
            "\"a\"",
            "\" \"",
            "\"\\u0301\"",
            "\"##\"",
            "\"ab\"",
            "\"\\ud800\"",
            "\"数\"",
            "\"\\u0000\"",
            "\"AAAA\"",
            "\"AAAAAA==\"",
            "[]",
            "{}",
            "[[]]",
            "{\"String\":\" \"}",
            "{\"Regex\":\" {2,}\"}",
            "{\"Regex\":\"(a*)*b\"}",
            "\"A\"",
            "\"B\"",
            "{\"type\":\"FixedLength\",\"length\":0}",
            "{\"type\":\"StripAccents\"}",
            "{\"type\":\"Strip\",\"strip_left\":true,\"strip_right\":true}",
            "{\"type\":\"NFKD\"}",
            "{\"type\":\"Nmt\"}",
            "{\"type\":\"Lowercase\"}",
            "{\"type\":\"Fuse\"}",
            "{\"type\":\"ByteFallback\"}",
            "{\"type\":\"WordPiece\",\"prefix\":\"##\",\"cleanup\":true}",
            "{\"type\":\"Strip\",\"content\":\"a\",\"start\":9,\"stop\":3}",
            "{\"type\":\"ByteLevel\"}",
            "{\"type\":\"Whitespace\"}",
            "{\"type\":\"UnicodeScripts\"}",
            "{\"type\":\"WhitespaceSplit\"}",
            "{\"type\":\"Digits\",\"individual_digits\":true}",
            "{\"type\":\"CharDelimiterSplit\",\"delimiter\":\"数\"}",
            "{\"type\":\"Punctuation\",\"behavior\":\"Contiguous\"}",
            "{\"type\":\"Prepend\",\"prepend\":\"▁\"}",
            "{\"type\":\"Metaspace\",\"replacement\":\"▁\",\"prepend_scheme\":\"first\",\"split\":false}",
            "{\"type\":\"Split\",\"pattern\":{\"String\":\"a\"},\"behavior\":\"MergedWithNext\",\"invert\":true}",
            "{\"type\":\"Replace\",\"pattern\":{\"String\":\"a\"},\"content\":\" \"}");

    private final Random random;
    private final List<JsonNode> seeds;
    private final List<JsonNode> values = new ArrayList<>();

    private TokenizerMutants(long seed, List<JsonNode> seeds) throws JsonProcessingException {
        random = new Random(seed);
        this.seeds = seeds;
        for (String value : VALUES) {
            values.add(JSON.readTree(value));
        }
        List<ContainerNode<?>> places = new ArrayList<>();
        seeds.forEach(document -> collect(document, places));
        places.forEach(place -> place.forEach(values::add));
    }

    /**
     * Arguments: directory for the file, seed, number of mutants. The file of a mutant that ends the process remains.
     */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        TokenizerMutants mutants = new TokenizerMutants(Long.parseLong(arguments[1]), TokenizerSeeds.all());
        int opened = 0;
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            Files.writeString(directory.resolve("tokenizer.json"), mutants.next());
            opened += isUsable(directory) ? 1 : 0;
        }
        System.out.println("opened " + opened);
    }

    private static boolean isUsable(Path directory) throws IOException {
        try (TextTokenizer tokenizer = TextTokenizer.open(directory, TokenizerOptions.windows(64, 8, 4))) {
            for (String text : TEXTS) {
                try {
                    tokenizer.decode(tokenizer.encode(text).first());
                    tokenizer.decode(IDS);
                    tokenizer.encode(text, "b " + text);
                } catch (RuntimeException e) {
                    continue; // this text fails, and no other
                }
            }
            return true;
        } catch (TokenizerException e) {
            return false;
        } catch (RuntimeException e) {
            // The probe of special tokens failed in the library.
            if (e.getClass() == RuntimeException.class || e instanceof IllegalArgumentException) {
                return false;
            }
            throw e;
        }
    }

    private String next() throws JsonProcessingException {
        JsonNode document = seeds.get(random.nextInt(seeds.size())).deepCopy();
        int changes = 1 + random.nextInt(4) / 2;
        for (int i = 0; i < changes; i++) {
            change(document);
        }
        String text = JSON.writeValueAsString(document);
        return random.nextInt(20) == 0 ? text.substring(0, random.nextInt(text.length())) : text;
    }

    private void change(JsonNode document) {
        List<ContainerNode<?>> places = new ArrayList<>();
        collect(document, places);
        ContainerNode<?> place = places.get(random.nextInt(places.size()));
        boolean remove = random.nextInt(8) == 0;
        if (place instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.isEmpty() ? "x" : names.get(random.nextInt(names.size()));
            if (remove) {
                object.remove(name);
            } else {
                object.set(name, like(object.get(name)));
            }
        } else if (place instanceof ArrayNode array) {
            int index = array.isEmpty() ? 0 : random.nextInt(array.size());
            if (remove && !array.isEmpty()) {
                array.remove(index);
            } else if (array.isEmpty() || random.nextBoolean()) {
                array.insert(index, like(array.get(index)));
            } else {
                array.set(index, like(array.get(index)));
            }
        }
    }

    /** Another value, most often of the same kind. */
    private JsonNode like(@Nullable JsonNode former) {
        JsonNode value = values.get(random.nextInt(values.size()));
        for (int i = 0; i < 20 && former != null && random.nextInt(10) != 0; i++) {
            if (value.getNodeType() == former.getNodeType()) {
                break;
            }
            value = values.get(random.nextInt(values.size()));
        }
        return value.deepCopy();
    }

    /** Containers, small ones more often than the elements of a vocabulary. */
    private static void collect(JsonNode node, List<ContainerNode<?>> places) {
        if (node instanceof ContainerNode<?> container) {
            IntStream.range(0, container.size() < 5 ? 2 : 1).forEach(i -> places.add(container));
            container.forEach(child -> collect(child, places));
        }
    }
}
