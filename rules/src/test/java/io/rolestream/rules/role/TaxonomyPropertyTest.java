package io.rolestream.rules.role;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TaxonomyPropertyTest {
    @Property(tries = 200)
    void shouldReadWhatItWrites(
            @ForAll("names") List<String> names, @ForAll("descriptions") String description, @ForAll int split) {
        Taxonomy taxonomy = taxonomy(names, description, 2 + Math.floorMod(split, names.size() - 1));
        byte[] json = taxonomy.toJson().getBytes(StandardCharsets.UTF_8);
        assertThat(Taxonomy.parse(json, "written.json")).isEqualTo(taxonomy);
    }

    /** The names from an index on are former names of the first role. */
    private static Taxonomy taxonomy(List<String> names, String description, int current) {
        List<Role> roles = new ArrayList<>();
        names.subList(0, current).forEach(name -> roles.add(new Role(name, description)));
        Map<String, List<String>> was = new LinkedHashMap<>();
        was.put(names.get(0), names.subList(current, names.size()));
        return new Taxonomy(roles, names.get(1), was);
    }

    @Provide
    Arbitrary<List<String>> names() {
        return Arbitraries.oneOf(
                        text(), Arbitraries.of("null", "~", "on", "a: b", "'", "\"", "\\", "🚑", "- x", "#", "{", "C#"))
                .filter(Role::isName)
                .list()
                .ofMinSize(3)
                .ofMaxSize(8)
                .uniqueElements(name -> name.toLowerCase(java.util.Locale.ROOT));
    }

    @Provide
    Arbitrary<String> descriptions() {
        return text().map(text -> ("x" + text + "\u0085\n\u2028").strip());
    }

    private static Arbitrary<String> text() {
        return Arbitraries.strings()
                .all()
                .excludeChars('\0')
                .ofMinLength(1)
                .ofMaxLength(20)
                .map(text -> new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .filter(text -> !text.isBlank());
    }
}
