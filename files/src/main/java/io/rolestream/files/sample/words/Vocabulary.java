package io.rolestream.files.sample.words;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rolestream.files.sample.words.RoleVocabulary.Stack;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All words of generated resumes and postings, read from the resources {@code common.json} and {@code roles/*.json}.
 */
public final class Vocabulary {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Vocabulary VOCABULARY = new Vocabulary();

    private final JsonNode common = read("common.json");
    private final Map<String, Skill> skills = new LinkedHashMap<>();
    private final Map<String, RoleVocabulary> roles = new LinkedHashMap<>();

    public final Weighted<Skill> general = skills(common.get("general"), false);
    public final Weighted<Skill> soft = skills(common.get("soft"), true);
    public final Weighted<String> separators = Weighted.parse(strings("separators"), text -> text);
    public final Weighted<String> genericTitles =
            Weighted.parse(common.get("genericTitles").asText(), text -> text);
    public final List<String> groupLabels = strings("groupLabels");
    public final List<String> domains = strings("domains");
    public final List<String> companyStarts = strings("companyStarts");
    public final List<String> companyEnds = strings("companyEnds");
    public final List<String> sources = strings("sources");
    public final List<String> summaries = strings("summaries");
    public final List<String> juniorSummaries = strings("juniorSummaries");
    public final List<String> genericDuties = strings("genericDuties");
    public final List<String> closings = strings("closings");

    /** The words of postings. */
    public final JobVocabulary jobs = JobVocabulary.of(read("jobs.json"));

    private Vocabulary() {
        for (String file : strings("roles")) {
            RoleVocabulary role = role(read("roles/" + file + ".json"));
            roles.put(role.role(), role);
        }
    }

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
