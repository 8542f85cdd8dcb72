package io.rolestream.engine.tokenizer.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolestream.common.text.Quoted;
import io.rolestream.engine.tokenizer.json.TokenizerParts.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Checks a template of special tokens: each of the texts occurs once, and every special token is defined. The native
 * library looks them up without checking.
 */
final class TemplateCheck {
    static final String TYPE = "TemplateProcessing";

    private static final int MOST = 16;
    private static final String SPECIAL_TOKENS = "special_tokens";
    private static final Field SHORT_LIST =
            new Field("a list of at most " + MOST, false, node -> node.isArray() && node.size() <= MOST);
    private static final Field TOKEN_TYPE =
            new Field("a token type", false, node -> node.isInt() && node.intValue() >= 0 && node.intValue() < 256);

    static final Map<String, Field> FIELDS = Map.of(
            "single",
            SHORT_LIST,
            "pair",
            SHORT_LIST,
            SPECIAL_TOKENS,
            new Field("an object of at most " + MOST, false, node -> node.isObject() && node.size() <= MOST));

    private static final Map<String, Field> PIECE = Map.of("id", Field.TEXT, "type_id", TOKEN_TYPE);
    private static final Map<String, Field> TOKEN = Map.of("id", Field.TEXT, "ids", SHORT_LIST, "tokens", SHORT_LIST);

    private TemplateCheck() {}

    /** @param template has been checked against {@link #FIELDS} */
    static void check(String where, JsonNode template) {
        JsonNode special = template.get(SPECIAL_TOKENS);
        for (JsonNode token : special) {
            TokenizerParts.fields(where + ": " + SPECIAL_TOKENS, token, TOKEN);
            JsonNode ids = token.get("ids");
            JsonNode tokens = token.get("tokens");
            boolean legal = ids.size() == tokens.size();
            for (int i = 0; legal && i < ids.size(); i++) {
                legal = TokenizerParts.isId(ids.get(i)) && tokens.get(i).isTextual();
            }
            if (!legal) {
                throw new IllegalArgumentException(
                        where + ": " + SPECIAL_TOKENS + " has one without an id for each of its tokens");
            }
        }
        pieces(where + ": single", template.get("single"), special, List.of("A"));
        pieces(where + ": pair", template.get("pair"), special, List.of("A", "B"));
    }

    private static void pieces(String where, JsonNode pieces, JsonNode special, List<String> texts) {
        List<String> found = new ArrayList<>();
        for (JsonNode piece : pieces) {
            JsonNode text = piece.path("Sequence");
            JsonNode token = piece.path("SpecialToken");
            if (piece.size() != 1 || !(text.isObject() || token.isObject())) {
                throw new IllegalArgumentException(
                        where + " has a piece that is neither a Sequence nor a SpecialToken");
            }
            TokenizerParts.fields(where, text.isObject() ? text : token, PIECE);
            String id = (text.isObject() ? text : token).get("id").textValue();
            if (text.isObject()) {
                found.add(id);
            } else if (!special.has(id)) {
                throw new IllegalArgumentException(where + ": " + SPECIAL_TOKENS + " has no " + Quoted.of(id));
            }
        }
        if (!found.stream().sorted().toList().equals(texts)) {
            throw new IllegalArgumentException(where + " does not have " + String.join(" and ", texts) + " once each");
        }
    }
}
