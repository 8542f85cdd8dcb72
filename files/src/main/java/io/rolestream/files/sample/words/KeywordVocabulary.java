package io.rolestream.files.sample.words;

import io.rolestream.files.sample.words.RoleVocabulary.Stack;
import io.rolestream.rules.role.Role;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.rules.vote.RoleWeight;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the words of roles from a rule set. A role's skills are its keywords, those more often that weigh more and
 * belong to fewer roles. Roles that share keywords are neighbours. A role without keywords has no words and is never
 * drawn, except for the fallback, whose people have only general skills.
 */
final class KeywordVocabulary {
    private static final double FALLBACK_SHARE = 0.08;
    private static final int KEYWORDS_PER_STACK = 10;
    private static final int MOST_STACKS = 4;
    private static final int MOST_DUTIES = 10;
    private static final int MOST_NEIGHBOURS = 5;
    /** A keyword of more roles makes no neighbours. */
    private static final int MOST_SHARING = 30;

    private static final Pattern WORD = Pattern.compile("\\b[a-z]");
    private static final List<String> DUTIES = List.of(
            "Responsible for %s.",
            "Daily work included %s.",
            "Several years of %s.",
            "Trained new colleagues in %s.",
            "Introduced %s in the department.",
            "Took over %s from a colleague.");

    private final Taxonomy taxonomy;
    private final Weighted<Skill> general;
    private final Weighted<String> genericTitles;
    private final List<String> genericDuties;
    private final Map<Integer, List<Known>> byRole = new LinkedHashMap<>();
    private final Map<Integer, Map<Integer, Integer>> shared = new HashMap<>();

    private record Known(Skill skill, double weight) {}

    KeywordVocabulary(
            RuleSet rules, Weighted<Skill> general, Weighted<String> genericTitles, List<String> genericDuties) {
        this.taxonomy = rules.taxonomy();
        this.general = general;
        this.genericTitles = genericTitles;
        this.genericDuties = genericDuties;
        for (String keyword : rules.keywords()) {
            List<RoleWeight> evidence = rules.weights(keyword).stream()
                    .filter(weight -> weight.weight() > 0)
                    .toList();
            double total = evidence.stream().mapToDouble(RoleWeight::weight).sum();
            Skill skill = new Skill(asWritten(keyword), false, null, null);
            int[] roles = evidence.stream()
                    .mapToInt(weight -> taxonomy.indexOf(weight.role().name()))
                    .toArray();
            for (int i = 0; i < roles.length && isUsable(keyword); i++) {
                double weight = evidence.get(i).weight();
                byRole.computeIfAbsent(roles[i], role -> new ArrayList<>())
                        .add(new Known(skill, Math.min(Weighted.MAX_WEIGHT, weight * weight / total)));
            }
            share(roles);
        }
        byRole.values()
                .forEach(known -> known.sort(Comparator.comparingDouble(Known::weight)
                        .reversed()
                        .thenComparing(one -> one.skill().name())));
    }

    /** Braces are blanks of sentences, and a line break would end the keyword. */
    private static boolean isUsable(String keyword) {
        return keyword.chars().noneMatch(c -> c == '{' || c == '}' || Character.isISOControl(c));
    }

    /** Files list keywords in lower case, people write names with capitals. */
    private static String asWritten(String keyword) {
        return keyword.equals(keyword.toLowerCase(Locale.ROOT))
                ? WORD.matcher(keyword).replaceAll(first -> first.group().toUpperCase(Locale.ROOT))
                : keyword;
    }

    private void share(int[] roles) {
        for (int i = 0; i < roles.length && roles.length <= MOST_SHARING; i++) {
            Map<Integer, Integer> others = shared.computeIfAbsent(roles[i], role -> new HashMap<>());
            for (int other : roles) {
                if (other != roles[i]) {
                    others.merge(other, 1, Integer::sum);
                }
            }
        }
    }

    /** The words of the roles that have keywords, and of the fallback. */
    List<RoleVocabulary> roles() {
        List<RoleVocabulary> roles = new ArrayList<>();
        for (int index = 0; index < taxonomy.size(); index++) {
            Role role = taxonomy.role(index);
            List<Known> known = byRole.get(index);
            if (index == taxonomy.fallbackIndex()) {
                roles.add(fallback(role, known));
            } else if (known != null) {
                roles.add(new RoleVocabulary(
                        role.name(),
                        1,
                        weighted(known),
                        stacks(known, Weighted.of(List.of(role.name()), new double[] {1})),
                        neighbours(index),
                        duties(known)));
            }
        }
        return roles;
    }

    private RoleVocabulary fallback(Role role, @Nullable List<Known> known) {
        return new RoleVocabulary(
                role.name(),
                Math.max(1, FALLBACK_SHARE * byRole.size()),
                known == null ? general : weighted(known),
                known == null
                        ? Weighted.of(List.of(new Stack(general, genericTitles)), new double[] {1})
                        : stacks(known, genericTitles),
                neighbours(taxonomy.fallbackIndex()),
                known == null ? genericDuties : duties(known));
    }

    private static Weighted<Skill> weighted(List<Known> known) {
        return Weighted.of(
                known.stream().map(Known::skill).toList(),
                known.stream().mapToDouble(Known::weight).toArray());
    }

    /** The keywords dealt out by weight, so that each stack has some of the best. */
    private static Weighted<Stack> stacks(List<Known> known, Weighted<String> titles) {
        int count = Math.max(1, Math.min(MOST_STACKS, known.size() / KEYWORDS_PER_STACK));
        List<Stack> stacks = new ArrayList<>();
        for (int stack = 0; stack < count; stack++) {
            int first = stack;
            List<Known> dealt = IntStream.iterate(first, i -> i < known.size(), i -> i + count)
                    .mapToObj(known::get)
                    .toList();
            stacks.add(new Stack(weighted(dealt), titles));
        }
        return Weighted.of(stacks, stacks.stream().mapToDouble(stack -> 1).toArray());
    }

    /** The roles that share most keywords; if there are none, the next in the taxonomy. */
    private Weighted<String> neighbours(int role) {
        List<Map.Entry<Integer, Integer>> sharing = shared.getOrDefault(role, Map.of()).entrySet().stream()
                .filter(other -> byRole.containsKey(other.getKey()))
                .sorted(Map.Entry.<Integer, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_NEIGHBOURS)
                .toList();
        if (!sharing.isEmpty()) {
            return Weighted.of(
                    sharing.stream()
                            .map(other -> taxonomy.role(other.getKey()).name())
                            .toList(),
                    sharing.stream().mapToDouble(Map.Entry::getValue).toArray());
        }
        List<String> next = Stream.concat(
                        IntStream.range(1, taxonomy.size())
                                .map(step -> (role + step) % taxonomy.size())
                                .filter(byRole::containsKey)
                                .limit(2)
                                .mapToObj(other -> taxonomy.role(other).name()),
                        Stream.of(taxonomy.fallback().name()))
                .toList();
        return Weighted.of(next, next.stream().mapToDouble(name -> 1).toArray());
    }

    private static List<String> duties(List<Known> known) {
        return IntStream.range(0, Math.min(MOST_DUTIES, known.size()))
                .mapToObj(i -> DUTIES.get(i % DUTIES.size())
                        .replace("%s", known.get(i).skill().name()))
                .toList();
    }
}
