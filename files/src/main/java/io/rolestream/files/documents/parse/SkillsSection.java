package io.rolestream.files.documents.parse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the skills section of a resume's text.
 *
 * <p>Skills that are given take the place of the text when a resume is labelled, so a wrong section is worse than none.
 * A section is taken only if it begins with a usual heading, ends with another heading or the text, is short, and is a
 * list rather than prose.
 */
final class SkillsSection {
    private static final int LEAST_SKILLS = 3;
    private static final int MOST_LINES = 40;
    private static final int MOST_CHARS = 2_000;
    private static final int MOST_WORDS_OF_SKILL = 7;
    private static final int MOST_WORDS_OF_HEADING = 5;
    private static final int MOST_WORDS_OF_LABEL = 4;
    /** Of the entries of a section. */
    private static final double MOST_PROSE = 0.2;

    private static final Set<String> HEADINGS = Set.of(
            "skills",
            "skill set",
            "skillset",
            "technical skills",
            "key skills",
            "core skills",
            "professional skills",
            "it skills",
            "computer skills",
            "skills summary",
            "summary of skills",
            "technical skills summary",
            "skills and technologies",
            "skills and tools",
            "skills and expertise",
            "skills and abilities",
            "technical skills and tools",
            "core competencies",
            "key competencies",
            "competencies",
            "technical competencies",
            "technical proficiencies",
            "technical proficiency",
            "technical expertise",
            "areas of expertise",
            "technologies",
            "tools and technologies",
            "technologies and tools",
            "technology stack",
            "tech stack",
            "technology skills",
            "hard skills",
            "relevant skills",
            "additional skills",
            "software skills",
            "programming skills");

    private static final Set<String> OTHER_HEADINGS = Set.of(
            "summary",
            "profile",
            "objective",
            "career objective",
            "professional summary",
            "executive summary",
            "about",
            "about me",
            "experience",
            "work experience",
            "professional experience",
            "employment",
            "employment history",
            "work history",
            "career history",
            "relevant experience",
            "education",
            "academic background",
            "education and training",
            "qualifications",
            "certifications",
            "certificates",
            "certification",
            "licenses",
            "courses",
            "training",
            "projects",
            "personal projects",
            "key projects",
            "academic projects",
            "publications",
            "awards",
            "honors",
            "honours",
            "achievements",
            "accomplishments",
            "languages",
            "interests",
            "hobbies",
            "hobbies and interests",
            "references",
            "volunteering",
            "volunteer experience",
            "activities",
            "extracurricular activities",
            "personal details",
            "personal information",
            "contact",
            "contact information",
            "affiliations",
            "memberships",
            "declaration",
            "soft skills",
            "strengths",
            "internships",
            "portfolio");

    private static final Pattern NO_LETTERS_AROUND = Pattern.compile("^[^\\p{L}]+|[^\\p{L})]+$");
    private static final Pattern SEPARATORS = Pattern.compile("[,;|\\t\\n\\u2022\\u25AA\\u25CF\\u00B7\\u2023]+");
    private static final Pattern BULLET =
            Pattern.compile("^\\s*(?:[\\p{So}\\p{Sk}\\u2022\\u00B7*>\\-\\u2013\\u2014o]\\s+)+");
    private static final Pattern LABEL = Pattern.compile("^([\\p{L}&/ \\-]{2,40}):\\s*(.*)$");
    private static final Pattern OPEN_END = Pattern.compile("[,;|\\u2022\\u00B7]\\s*$");
    private static final Pattern SPACES = Pattern.compile("\\s+");

    private SkillsSection() {}

    /** The skills, separated by commas; null if there is no section that is surely one. */
    static @Nullable String find(String text) {
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (HEADINGS.contains(normal(line))) {
                return list(section(lines, i + 1, ""));
            }
            Matcher labelled = LABEL.matcher(line);
            if (labelled.matches() && HEADINGS.contains(normal(labelled.group(1)))) {
                return list(section(lines, i + 1, labelled.group(2)));
            }
        }
        return null;
    }

    /** The lines up to the next heading; null if there are too many. */
    private static @Nullable List<String> section(String[] lines, int from, String first) {
        List<String> section = new ArrayList<>();
        section.add(first);
        int chars = first.length();
        if (chars > MOST_CHARS) {
            return null;
        }
        for (int i = from; i < lines.length && !isHeading(lines[i], i == from); i++) {
            if (!first.isBlank() && !continues(section.get(section.size() - 1), lines[i])) {
                break;
            }
            chars += lines[i].length();
            section.add(lines[i]);
            if (section.size() > MOST_LINES || chars > MOST_CHARS) {
                return null;
            }
        }
        return section;
    }

    /** Whether a list that began on its heading's line has wrapped. */
    private static boolean continues(String line, String next) {
        String start = next.strip();
        return !start.isEmpty() && (OPEN_END.matcher(line).find() || Character.isLowerCase(start.codePointAt(0)));
    }

    private static boolean isHeading(String line, boolean isFirst) {
        String stripped = line.strip();
        String normal = normal(stripped);
        if (OTHER_HEADINGS.contains(normal) || HEADINGS.contains(normal)) {
            return !stripped.endsWith(",");
        }
        Matcher labelled = LABEL.matcher(stripped);
        if (labelled.matches() && OTHER_HEADINGS.contains(normal(labelled.group(1)))) {
            return labelled.group(2).isBlank() || !labelled.group(1).equalsIgnoreCase("languages");
        }
        return !isFirst && isShouted(stripped);
    }

    /** Whether a line is a heading in capitals of two words or more: {@code SQL} alone is a skill. */
    private static boolean isShouted(String line) {
        int words = words(line);
        return words >= 2
                && words <= MOST_WORDS_OF_HEADING
                && line.chars().noneMatch(Character::isLowerCase)
                && line.chars().filter(Character::isLetter).count() >= 10
                && !SEPARATORS.matcher(line).find();
    }

    private static @Nullable String list(@Nullable List<String> section) {
        if (section == null) {
            return null;
        }
        List<String> skills = section.stream()
                .map(line -> BULLET.matcher(line).replaceFirst(""))
                .map(SkillsSection::withoutLabel)
                .flatMap(line -> Arrays.stream(SEPARATORS.split(line)))
                .map(skill -> SPACES.matcher(skill.strip()).replaceAll(" "))
                .filter(skill -> skill.chars().anyMatch(Character::isLetter))
                .distinct()
                .toList();
        long prose = skills.stream()
                .filter(skill -> words(skill) > MOST_WORDS_OF_SKILL)
                .count();
        return skills.size() < LEAST_SKILLS || prose > MOST_PROSE * skills.size() ? null : String.join(", ", skills);
    }

    /** {@code Languages: Java, SQL} is {@code Java, SQL}. */
    private static String withoutLabel(String line) {
        Matcher labelled = LABEL.matcher(line.strip());
        return labelled.matches() && words(labelled.group(1)) <= MOST_WORDS_OF_LABEL ? labelled.group(2) : line;
    }

    private static int words(String text) {
        return text.isBlank() ? 0 : SPACES.split(text.strip()).length;
    }

    private static String normal(String line) {
        if (line.length() > 60) {
            return "";
        }
        String bare = NO_LETTERS_AROUND
                .matcher(line)
                .replaceAll("")
                .replace("&", " and ")
                .replace("/", " and ");
        return SPACES.matcher(bare.strip()).replaceAll(" ").toLowerCase(Locale.ROOT);
    }
}
