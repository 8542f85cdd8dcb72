package io.rolestream.engine.tokenizer.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Small valid {@code tokenizer.json} files, which have every kind of part between them. */
public final class TokenizerSeeds {
    private static final String ADDED = """
            [{"id":%d,"content":"%s","single_word":false,"lstrip":true,"rstrip":false,"normalized":true,"special":true},
             {"id":99,"content":"hello w","single_word":true,"lstrip":false,"rstrip":true,"normalized":true,"special":false}]
            """;
    private static final String BERT = """
            {"version":"1.0","truncation":{"max_length":4,"stride":9,"strategy":"LongestFirst","direction":"Right"},
             "padding":{"strategy":{"Fixed":10},"direction":"Right","pad_to_multiple_of":0,"pad_id":0,"pad_type_id":0,
              "pad_token":"[PAD]"},
             "added_tokens":%s,
             "normalizer":{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,
              "lowercase":true},
             "pre_tokenizer":{"type":"BertPreTokenizer"},
             "post_processor":{"type":"BertProcessing","sep":["[SEP]",3],"cls":["[CLS]",2]},
             "decoder":{"type":"WordPiece","prefix":"##","cleanup":true},
             "model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##",
              "max_input_chars_per_word":100,
              "vocab":{"[PAD]":0,"[UNK]":1,"[CLS]":2,"[SEP]":3,"hello":4,"world":5,"a":6,"##b":7,"##a":8,"x":9,"b":10}}}
            """.formatted(ADDED.formatted(2, "[CLS]"));
    private static final String ROBERTA = """
            {"added_tokens":%s,
             "normalizer":{"type":"Sequence","normalizers":[{"type":"NFC"},{"type":"Replace","pattern":{"String":"``"},
              "content":"x"},{"type":"Prepend","prepend":"▁"}]},
             "pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true},
             "post_processor":{"type":"RobertaProcessing","sep":["</s>",1],"cls":["<s>",0],"trim_offsets":true,
              "add_prefix_space":false},
             "decoder":{"type":"Sequence","decoders":[{"type":"Replace","pattern":{"String":"Ġ"},"content":" "},
              {"type":"ByteFallback"},{"type":"Fuse"},{"type":"Strip","content":" ","start":1,"stop":0},
              {"type":"BPEDecoder","suffix":"</w>"}]},
             "model":{"dropout":null,"unk_token":"<s>","continuing_subword_prefix":"","end_of_word_suffix":"",
              "fuse_unk":true,"byte_fallback":true,"ignore_merges":true,
              "vocab":{"<s>":0,"</s>":1,"a":2,"b":3,"ab":4,"Ġ":5,"Ġa":6,"abab":7,"<0xC3>":8,"h":9},
              "merges":["a b",["ab","ab"],["Ġ","a"]]}}
            """.formatted(ADDED.formatted(0, "<s>"));
    private static final String UNIGRAM = """
            {"added_tokens":%s,
             "normalizer":{"type":"Sequence","normalizers":[{"type":"Precompiled","precompiled_charsmap":"%s"},
              {"type":"Strip","strip_left":true,"strip_right":false},{"type":"StripAccents"},
              {"type":"Replace","pattern":{"Regex":" {2,}"},"content":"▁"}]},
             "pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"WhitespaceSplit"},
              {"type":"Metaspace","replacement":"▁","add_prefix_space":true}]},
             "post_processor":{"type":"Sequence","processors":[
              {"type":"ByteLevel","add_prefix_space":true,"trim_offsets":false},
              {"type":"TemplateProcessing",
              "single":[{"SpecialToken":{"id":"<s>","type_id":0}},{"Sequence":{"id":"A","type_id":0}}],
              "pair":[{"SpecialToken":{"id":"<s>","type_id":0}},{"Sequence":{"id":"A","type_id":0}},
               {"Sequence":{"id":"B","type_id":1}}],
              "special_tokens":{"<s>":{"id":"<s>","ids":[0],"tokens":["<s>"]}}}]},
             "decoder":{"type":"Metaspace","replacement":"▁","prepend_scheme":"always","split":true},
             "model":{"type":"Unigram","unk_id":1,"byte_fallback":false,
              "vocab":[["<s>",0.0],["<unk>",0.0],["▁",-2.5],["a",-1],["b",-3.25],["ab",-2e-3],["▁a",-4]]}}
            """.formatted(ADDED.formatted(0, "<s>"), charsMap());

    private TokenizerSeeds() {}

    public static List<JsonNode> all() throws JsonProcessingException {
        List<JsonNode> seeds = new ArrayList<>();
        for (String seed : List.of(BERT, ROBERTA, UNIGRAM)) {
            seeds.add(new ObjectMapper().readTree(seed));
        }
        return seeds;
    }

    /** A map from {@code é} to {@code e}. */
    static String charsMap() {
        return charsMap(512, 1024, "e\0");
    }

    /** The map of {@link #charsMap()} with another node after the first byte, another leaf, and other replacements. */
    static String charsMap(int second, int leaf, String replacements) {
        int units = 2048;
        byte[] values = replacements.getBytes(StandardCharsets.UTF_8);
        ByteBuffer map =
                ByteBuffer.allocate((1 + units) * Integer.BYTES + values.length).order(ByteOrder.LITTLE_ENDIAN);
        byte[] key = "é".getBytes(StandardCharsets.UTF_8);
        int first = 256 ^ (key[0] & 0xFF);
        int next = second ^ (key[1] & 0xFF);
        map.putInt(0, units * Integer.BYTES);
        map.putInt(Integer.BYTES, 256 << 10);
        map.putInt((1 + first) * Integer.BYTES, (first ^ second) << 10 | (key[0] & 0xFF));
        if (next < units) {
            map.putInt((1 + next) * Integer.BYTES, (next ^ leaf) << 10 | 1 << 8 | (key[1] & 0xFF));
        }
        map.position((1 + units) * Integer.BYTES).put(values);
        return Base64.getEncoder().encodeToString(map.array());
    }
}
