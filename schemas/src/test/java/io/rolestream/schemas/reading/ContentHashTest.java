package io.rolestream.schemas.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ContentHashTest {
    private final ContentHash hash = new ContentHash();

    @Test
    void shouldBeTheFirstHalfOfSha256OfMarkerAndText() {
        // printf 'skills\0Java SQL' | sha256sum
        assertThat(hash.of("skills", "Java SQL")).isEqualTo("852fa649e35e768c0a62cacb7a6f664a");
    }

    @Test
    void shouldNotDependOnWhiteSpace() {
        assertThat(hash.of("skills", "\u00a0 Java \r\n\t SQL\u2003")).isEqualTo(hash.of("skills", "Java SQL"));
    }

    @Test
    void shouldDependOnEverythingElse() {
        assertThat(hash.of("skills", "Java SQL"))
                .isNotEqualTo(hash.of("text", "Java SQL"))
                .isNotEqualTo(hash.of("skills", "JavaSQL"))
                .isNotEqualTo(hash.of("skills", "java SQL"));
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
            assertThat(hash.of("skills", text.toString())).as("\"%s\"", text).isEqualTo(hash.of("skills", reference));
        }
    }
}
