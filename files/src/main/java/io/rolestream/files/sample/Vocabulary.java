package io.rolestream.files.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rolestream.files.sample.RoleVocabulary.Stack;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All words of generated resumes, read from the resources {@code common.json} and {@code roles/*.json}. */
final class Vocabulary {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Vocabulary VOCABULARY = new Vocabulary();

    private final JsonNode common = read("common.json");
    private final Map<String, Skill> skills = new LinkedHashMap<>();
    private final Map<String, RoleVocabulary> roles = new LinkedHashMap<>();

    final Weighted<Skill> general = skills(common.get("general"), false);
    final Weighted<Skill> soft = skills(common.get("soft"), true);
    final Weighted<String> separators = Weighted.parse(strings("separators"), text -> text);
    final Weighted<String> genericTitles =
            Weighted.parse(common.get("genericTitles").asText(), text -> text);
    final List<String> groupLabels = strings("groupLabels");
    final List<String> domains = strings("domains");
    final List<String> companyStarts = strings("companyStarts");
    final List<String> companyEnds = strings("companyEnds");
    final List<String> sources = strings("sources");
    final List<String> summaries = strings("summaries");
    final List<String> juniorSummaries = strings("juniorSummaries");
    final List<String> genericDuties = strings("genericDuties");
    final List<String> closings = strings("closings");

    private Vocabulary() {
        for (String file : strings("roles")) {
            RoleVocabulary role = role(read("roles/" + file + ".json"));
            roles.put(role.role(), role);
        }
    }

    static Vocabulary get() {
        return VOCABULARY;
    }

    Collection<RoleVocabulary> roles() {
        return roles.values();
    }

    /** @throws IllegalArgumentException if there is no such role */
    RoleVocabulary role(String name) {
        RoleVocabulary role = roles.get(name);
        if (role == null) {
            throw new IllegalArgumentException(
                    "no role \"" + name + "\"; there are " + String.join(", ", roles.keySet()));
        }
        return role;
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

    private static List<String> strings(JsonNode list) {
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
