package io.rolestream.files.sample.words;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.files.sample.words.RoleVocabulary.Stack;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All words of generated resumes and postings: those of the standard roles, read from the resources {@code common.json}
 * and {@code roles/*.json}, or those of a rule set's roles.
 */
public final class Vocabulary {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Vocabulary VOCABULARY = standard();

    private final JsonNode common;
    private final Map<String, Skill> skills = new LinkedHashMap<>();
    private final Map<String, RoleVocabulary> roles = new LinkedHashMap<>();

    public final Weighted<Skill> general;
    public final Weighted<Skill> soft;
    public final Weighted<String> separators;
    public final Weighted<String> genericTitles;
    public final List<String> groupLabels;
    public final List<String> domains;
    public final List<String> companyStarts;
    public final List<String> companyEnds;
    public final List<String> sources;
    public final List<String> summaries;
    public final List<String> juniorSummaries;
    public final List<String> genericDuties;
    public final List<String> closings;

    /** The words of postings. */
    public final JobVocabulary jobs;

    private Vocabulary(JsonNode common, JsonNode jobs, Predicate<String> isGeneral) {
        this.common = common;
        this.jobs = JobVocabulary.of(jobs);
        general = skills(common.get("general"), false).where(skill -> isGeneral.test(skill.name()));
        soft = skills(common.get("soft"), true).where(skill -> isGeneral.test(skill.name()));
        separators = Weighted.parse(strings("separators"), text -> text);
        genericTitles = Weighted.parse(common.get("genericTitles").asText(), text -> text);
        groupLabels = strings("groupLabels");
        domains = strings("domains");
        companyStarts = strings("companyStarts");
        companyEnds = strings("companyEnds");
        sources = strings("sources");
        summaries = strings("summaries");
        juniorSummaries = strings("juniorSummaries");
        genericDuties = strings("genericDuties");
        closings = strings("closings");
    }

    private static Vocabulary standard() {
        Vocabulary standard = new Vocabulary(read("common.json"), read("jobs.json"), name -> true);
        for (String file : standard.strings("roles")) {
            RoleVocabulary role = standard.role(read("roles/" + file + ".json"));
            standard.roles.put(role.role(), role);
        }
        return standard;
    }

    /**
     * The words for the roles of a rule set: the standard ones for the standard roles, otherwise its keywords, among
     * words of any trade that are no keywords.
     */
    public static Vocabulary of(RuleSet rules) {
        if (rules.taxonomy().names().equals(Taxonomy.standard().names())) {
            return VOCABULARY;
        }
        JsonNode other = read("any-trade.json");
        Vocabulary vocabulary = new Vocabulary(
                merged(read("common.json"), other),
                merged(read("jobs.json"), other.get("jobs")),
                name -> rules.vote(name).matches().isEmpty());
        new KeywordVocabulary(rules, vocabulary.general, vocabulary.genericTitles, vocabulary.genericDuties)
                .roles()
                .forEach(role -> vocabulary.roles.put(role.role(), role));
        return vocabulary;
    }

    private static JsonNode merged(JsonNode words, JsonNode instead) {
        ObjectNode merged = words.deepCopy();
        return merged.setAll((ObjectNode) instead);
    }

    /** The words for the standard roles. */
    public static Vocabulary get() {
        return VOCABULARY;
    }

    public Collection<RoleVocabulary> roles() {
        return roles.values();
    }

    /** @throws IllegalArgumentException if there is no such role */
    public RoleVocabulary role(String name) {
        RoleVocabulary role = roles.get(name);
        if (role == null) {
            throw new IllegalArgumentException(
                    "no role \"" + name + "\"; there are " + String.join(", ", roles.keySet()));
        }
        return role;
    }

    /**
     * The roles to draw from.
     *
     * @param weights relative frequency by role; roles not listed keep their own, and 0 excludes a role
     * @throws IllegalArgumentException if a role is unknown, or all are excluded
     */
    public Weighted<RoleVocabulary> weightedRoles(Map<String, Double> weights) {
        weights.keySet().forEach(this::role);
        List<RoleVocabulary> all = List.copyOf(roles());
        return Weighted.of(
                all,
                all.stream()
                        .mapToDouble(role -> weights.getOrDefault(role.role(), role.weight()))
                        .toArray());
    }

    private RoleVocabulary role(JsonNode json) {
        List<Stack> stacks = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        for (JsonNode stack : json.get("stacks")) {
            JsonNode titles = stack.path("titles").isMissingNode() ? json.get("titles") : stack.get("titles");
            stacks.add(new Stack(skills(stack.get("skills"), false), Weighted.parse(titles.asText(), text -> text)));
            weights.add(stack.get("weight").asDouble());
        }
        return new RoleVocabulary(
                json.get("role").asText(),
                json.get("weight").asDouble(),
                skills(json.get("core"), false),
                Weighted.of(
                        stacks, weights.stream().mapToDouble(weight -> weight).toArray()),
                Weighted.parse(json.get("neighbours").asText(), text -> text),
                strings(json.get("duties")));
    }

    private Weighted<Skill> skills(JsonNode list, boolean soft) {
        return Weighted.parse(list.asText(), name -> skills.computeIfAbsent(name, added -> skill(added, soft)));
    }

    private Skill skill(String name, boolean soft) {
        return new Skill(
                name,
                soft,
                forms(common.get("variants").get(name)),
                forms(common.get("versions").get(name)));
    }

    private static @Nullable Weighted<String> forms(@Nullable JsonNode list) {
        return list == null ? null : Weighted.parse(list.asText(), text -> text);
    }

    private List<String> strings(String name) {
        return strings(common.get(name));
    }

    static List<String> strings(JsonNode list) {
        List<String> strings = new ArrayList<>();
        list.forEach(element -> strings.add(element.asText()));
        return List.copyOf(strings);
    }

    private static JsonNode read(String resource) {
        try (InputStream stream = Vocabulary.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException(resource + " is missing from the program");
            }
            return JSON.readTree(stream);
        } catch (IOException e) {
            throw new IllegalStateException(resource + " can't be read", e);
        }
    }
}
