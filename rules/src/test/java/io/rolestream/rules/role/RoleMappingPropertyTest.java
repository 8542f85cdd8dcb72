package io.rolestream.rules.role;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.data.Offset;

class RoleMappingPropertyTest {
    private final Map<String, List<String>> was = new HashMap<>();

    @Property(tries = 300)
    void shouldKeepTheSumOfProbabilities(@ForAll Random random) {
        RoleMapping mapping = mapping(random);
        double[] probabilities = random.doubles(mapping.from().size(), 0, 0.1).toArray();
        double[] mapped = mapped(mapping, probabilities);
        assertThat(Arrays.stream(mapped).sum())
                .isEqualTo(Arrays.stream(probabilities).sum(), Offset.offset(1e-9));
        for (String unknown : mapping.unknown()) {
            assertThat(mapped[mapping.to().indexOf(unknown)]).isZero();
        }
    }

    @Property(tries = 300)
    void shouldAccountForEveryRoleOnce(@ForAll Random random) {
        RoleMapping mapping = mapping(random);
        List<String> from = new ArrayList<>();
        List<String> to = new ArrayList<>();
        for (RoleChange change : mapping.changes()) {
            if (change instanceof RoleChange.Added added) {
                to.add(added.role());
            } else if (change instanceof RoleChange.Removed removed) {
                from.add(removed.role());
            } else if (change instanceof RoleChange.Renamed renamed) {
                from.add(renamed.from());
                to.add(renamed.to());
            } else if (change instanceof RoleChange.Merged merged) {
                from.addAll(merged.from());
                to.add(merged.to());
            }
        }
        List<String> kept =
                mapping.from().stream().filter(name -> !from.contains(name)).toList();
        from.addAll(kept);
        to.addAll(kept);
        assertThat(from).containsExactlyInAnyOrderElementsOf(mapping.from());
        assertThat(to).containsExactlyInAnyOrderElementsOf(mapping.to().names());
    }

    @Property(tries = 300)
    void shouldFindEachRoleBySources(@ForAll Random random) {
        RoleMapping mapping = mapping(random);
        for (int i = 0; i < mapping.to().size(); i++) {
            for (int source : mapping.sources(i)) {
                assertThat(mapping.target(source)).isEqualTo(i);
            }
        }
    }

    @Property(tries = 100)
    void shouldBeTheIdentityOnItself(@ForAll Random random) {
        Taxonomy taxonomy = mapping(random).to();
        RoleMapping mapping = RoleMapping.of(taxonomy, taxonomy);
        double[] probabilities = random.doubles(taxonomy.size(), 0, 1).toArray();
        assertThat(mapping.isIdentity()).isTrue();
        assertThat(mapping.changes()).isEmpty();
        assertThat(mapping.unknown()).isEmpty();
        double[] logarithms = Arrays.stream(probabilities).map(Math::log).toArray();
        assertThat(mapping.logProbabilities(logarithms)).containsExactly(logarithms);
    }

    private static double[] mapped(RoleMapping mapping, double[] probabilities) {
        return Arrays.stream(mapping.logProbabilities(
                        Arrays.stream(probabilities).map(Math::log).toArray()))
                .map(Math::exp)
                .toArray();
    }

    private RoleMapping mapping(Random random) {
        List<String> old = names(random, "old", 2 + random.nextInt(8));
        List<String> left = new ArrayList<>(old);
        Collections.shuffle(left, random);
        List<String> names = new ArrayList<>();
        was.clear();
        while (!left.isEmpty()) {
            String name = left.remove(0);
            switch (random.nextInt(4)) {
                case 0 -> names.add(name);
                case 1 -> {
                    names.add("renamed " + name);
                    was.put("renamed " + name, List.of(name));
                }
                case 2 -> {
                    List<String> merged = new ArrayList<>(List.of(name));
                    merged.addAll(left.subList(0, left.size() / 2));
                    left.subList(0, left.size() / 2).clear();
                    names.add("merged " + name);
                    was.put("merged " + name, merged);
                }
                default -> {} // removed
            }
        }
        names.addAll(names(random, "new", 2 + random.nextInt(3)));
        Collections.shuffle(names, random);
        return RoleMapping.of(taxonomy(old, random, Map.of()), taxonomy(names, random, was));
    }

    private static List<String> names(Random random, String prefix, int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(prefix + " " + i + random.nextInt(3));
        }
        return names;
    }

    private static Taxonomy taxonomy(List<String> names, Random random, Map<String, List<String>> was) {
        List<Role> roles = names.stream().map(name -> new Role(name, "x.")).toList();
        return new Taxonomy(roles, names.get(random.nextInt(names.size())), was);
    }
}
