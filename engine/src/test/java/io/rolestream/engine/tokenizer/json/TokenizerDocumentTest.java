package io.rolestream.engine.tokenizer.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerDocumentTest {
    private static final String TENFOLD = "{'type':'Replace','pattern':{'String':'a'},'content':'aaaaaaaaaa'}";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BERT = 0;
    private static final int ROBERTA = 1;
    private static final int UNIGRAM = 2;

    /** Each ends the process, fills the memory or never returns if the native library reads it. */
    static Stream<Arguments> dangerous() {
        String token = "{'id':50,'content':'%s','single_word':false,'lstrip':false,'rstrip':false,'normalized':true,"
                + "'special':false}";
        String template = "{'type':'TemplateProcessing','single':%s,'pair':[{'Sequence':{'id':'A','type_id':0}},"
                + "{'Sequence':{'id':'B','type_id':0}}],'special_tokens':{}}";
        return Stream.of(
                Arguments.of(ROBERTA, "/model/continuing_subword_prefix", "'##'", "continuing_subword_prefix"),
                Arguments.of(ROBERTA, "/model/dropout", "0.5", "random"),
                Arguments.of(BERT, "/added_tokens", "[" + token.formatted("\u0301") + "]", "leave nothing"),
                Arguments.of(UNIGRAM, "/added_tokens", "[" + token.formatted("数") + "]", "leave nothing"),
                Arguments.of(BERT, "/pre_tokenizer", "{'type':'FixedLength','length':0}", "FixedLength"),
                Arguments.of(BERT, "/pre_tokenizer", split("{'Regex':'(a*)*b'}"), "Regex"),
                Arguments.of(BERT, "/pre_tokenizer", split("{'String':''}"), "pattern"),
                Arguments.of(
                        BERT,
                        "/post_processor",
                        template.formatted(
                                "[{'SpecialToken':{'id':'[CLS]','type_id':0}},{'Sequence':{'id':'A','type_id':0}}]"),
                        "special_tokens has no \"[CLS]\""),
                Arguments.of(
                        BERT, "/post_processor", template.formatted("[{'Sequence':{'id':'B','type_id':0}}]"), "single"),
                Arguments.of(BERT, "/normalizer", charsMap("AAAA"), "precompiled_charsmap"),
                Arguments.of(BERT, "/normalizer", charsMap("AAAAAA=="), "precompiled_charsmap"),
                Arguments.of(BERT, "/normalizer", charsMap("////fw=="), "precompiled_charsmap"),
                Arguments.of(
                        BERT, "/normalizer", charsMap(TokenizerSeeds.charsMap(65_536, 1024, "e\0")), "out of itself"),
                Arguments.of(BERT, "/model/max_input_chars_per_word", "1000000000", "1 to 1000"),
                Arguments.of(BERT, "/model/max_input_chars_per_word", "1e2147483648", "1 to 1000"),
                Arguments.of(BERT, "/model/unk_token", "'[NONE]'", "[NONE]"),
                Arguments.of(BERT, "/model/vocab/hello", "-1", "hello"),
                Arguments.of(BERT, "/model/vocab/hello", "4294967296", "hello"),
                Arguments.of(BERT, "/model/vocab/hello", "1.5", "id"),
                Arguments.of(UNIGRAM, "/model/vocab", "[]", "vocab"),
                Arguments.of(UNIGRAM, "/model/unk_id", "70", "unk_id"),
                Arguments.of(BERT, "/normalizer", nested(), "nested"),
                Arguments.of(BERT, "/normalizer", growing(), "lengthen"),
                Arguments.of(BERT, "/normalizer/other", "true", "other"));
    }

    private static String split(String pattern) {
        return "{'type':'Split','behavior':'Isolated','invert':false,'pattern':" + pattern + "}";
    }

    private static String charsMap(String base64) {
        return "{'type':'Precompiled','precompiled_charsmap':'" + base64 + "'}";
    }

    private static String nested() {
        String normalizer = "{'type':'NFC'}";
        for (int i = 0; i < 8; i++) {
            normalizer = "{'type':'Sequence','normalizers':[" + normalizer + "]}";
        }
        return normalizer;
    }

    private static String growing() {
        String replace = "{'type':'Replace','pattern':{'String':'a'},'content':'aaaaaaaaaaaa'}";
        return "{'type':'Sequence','normalizers':[" + replace + "," + replace + "]}";
    }

    @ParameterizedTest
    @MethodSource("dangerous")
    void shouldRefuseWhatTheNativeLibraryDoesNotSurvive(int seed, String pointer, String value, String named)
            throws JsonProcessingException {
        ObjectNode document = (ObjectNode) TokenizerSeeds.all().get(seed);
        int last = pointer.lastIndexOf('/');
        ObjectNode parent = (ObjectNode) document.at(pointer.substring(0, last));
        parent.set(pointer.substring(last + 1), JSON.readTree(value.replace('\'', '"')));
        assertThatThrownBy(() -> TokenizerDocument.checked(document.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }

    @Test
    void shouldRefuseEveryTruncatedFile() throws JsonProcessingException {
        for (JsonNode seed : TokenizerSeeds.all()) {
            String text = seed.toString();
            for (int length = 0; length < text.length(); length += 7) {
                String beginning = text.substring(0, length);
                assertThatThrownBy(() -> TokenizerDocument.checked(beginning))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void shouldRefuseDeepNestingAndDuplicates() {
        assertThatThrownBy(() -> TokenizerDocument.checked("{\"x\":" + "[".repeat(100_000)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TokenizerDocument.checked("{\"version\":\"1.0\",\"version\":\"1.0\"}"))
                .hasMessageContaining("twice");
    }

    @Test
    void shouldPassOnOnlyWhatEncodingAndDecodingNeed() throws JsonProcessingException {
        JsonNode written = JSON.readTree(
                TokenizerDocument.checked(TokenizerSeeds.all().get(BERT).toString()));
        assertThat(written.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "version", "added_tokens", "normalizer", "pre_tokenizer", "post_processor", "decoder", "model");
    }

    /** Those that the native library does not survive, and those of no known type. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'Strip','content':' ','start':0,'stop':1}",
                "{'type':'Strip','content':' ','start':1000000,'stop':0}",
                "{'type':'Replace','pattern':{'Regex':'(a*)*b'},'content':''}",
                "{'type':'Sequence','decoders':[{'type':'Sequence','decoders':[]}]}",
                "{'type':'Sequence','decoders':[{'type':'Fuse'}],'more':1}",
                "{'type':'Sequence','decoders':[" + TENFOLD + "," + TENFOLD + "]}",
                "{'type':'Sequence','decoders':[{'type':'Replace','pattern':{'String':''},'content':'0123456789abcdef'}]}",
                "{'type':'CTC','pad_token':'','word_delimiter_token':'','cleanup':true}",
                "{'type':'Metaspace','replacement':'ab'}",
                "7"
            })
    void shouldLeaveOutADecoderThatItDoesNotKnow(String decoder) throws JsonProcessingException {
        ObjectNode document = (ObjectNode) TokenizerSeeds.all().get(BERT);
        assertThat(TokenizerDocument.hasDecoder(TokenizerDocument.checked(document.toString())))
                .isTrue();
        document.set("decoder", JSON.readTree(decoder.replace('\'', '"')));
        assertThat(TokenizerDocument.hasDecoder(TokenizerDocument.checked(document.toString())))
                .isFalse();
    }

    @Test
    void shouldKeepScoresAndNameTheTypeOfAnOldFile() throws JsonProcessingException {
        JsonNode unigram = TokenizerSeeds.all().get(UNIGRAM);
        assertThat(JSON.readTree(TokenizerDocument.checked(unigram.toString())).at("/model/vocab"))
                .hasToString(unigram.at("/model/vocab")
                        .toString()
                        .replace("-1]", "-1.0]")
                        .replace("-4]", "-4.0]"));
        JsonNode old = JSON.readTree(
                TokenizerDocument.checked(TokenizerSeeds.all().get(ROBERTA).toString()));
        assertThat(old.at("/model/type").asText()).isEqualTo("BPE");
    }

    @Test
    void shouldAcceptALegalCharactersMap() {
        assertThatCode(() -> CharsMap.check(TokenizerSeeds.charsMap())).doesNotThrowAnyException();
    }
}
