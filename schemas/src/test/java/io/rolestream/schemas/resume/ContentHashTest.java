package io.rolestream.schemas.resume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ContentHashTest {
    private final ContentHash hash = new ContentHash();

    @Test
    void shouldBeTheFirstHalfOfSha256OfMarkerAndText() {
        // printf 'skills\0Java SQL' | sha256sum
        assertThat(hash.of("Java SQL", true)).isEqualTo("852fa649e35e768c0a62cacb7a6f664a");
    }

    @Test
    void shouldNotDependOnWhiteSpace() {
        assertThat(hash.of("\u00a0 Java \r\n\t SQL\u2003", true)).isEqualTo(hash.of("Java SQL", true));
    }

    @Test
    void shouldDependOnEverythingElse() {
        assertThat(hash.of("Java SQL", true))
                .isNotEqualTo(hash.of("Java SQL", false))
                .isNotEqualTo(hash.of("JavaSQL", true))
                .isNotEqualTo(hash.of("java SQL", true));
    }

    @Test
    void shouldCollapseAsASlowReferenceDoes() {
        var random = new Random(3);
        String alphabet = "ab \t\u00a0ü\n";
        for (int i = 0; i < 5_000; i++) {
            var text = new StringBuilder("x");
            random.ints(random.nextInt(12), 0, alphabet.length()).forEach(at -> text.append(alphabet.charAt(at)));
            text.insert(0, alphabet.charAt(random.nextInt(alphabet.length())));
            String reference =
                    text.toString().replaceAll("[ \\t\\u00a0\\n]+", " ").strip();
            assertThat(hash.of(text.toString(), true)).as("\"%s\"", text).isEqualTo(hash.of(reference, true));
        }
    }
}
