package io.rolestream.files.sample;

import io.rolestream.files.sample.words.Rng;
import io.rolestream.files.sample.words.Skill;
import java.util.List;

/** Fills in the blanks of one person's sentences. */
final class Blanks {

    private final Person person;
    private final List<Skill> skills;
    private final Handwriting hand;
    private final Rng rng;
    private final ProseWriter prose;
    private final StringBuilder out = new StringBuilder(800);
    private int lastSkill = -1;

    Blanks(Person person, List<Skill> skills, Handwriting hand, Rng rng, ProseWriter prose) {
        this.person = person;
        this.hand = hand;
        this.rng = rng;
        this.prose = prose;
        List<Skill> tools = skills.stream().filter(skill -> !skill.soft()).toList();
        this.skills = tools.isEmpty() ? skills : tools;
    }

    StringBuilder out() {
        return out;
    }

    /** Blanks are {s}: a skill, {T}: a title, {y}: years, {d}: a domain, {n}: a number to 90, {k}: a number to 9. */
    void fill(String template) {
        int from = 0;
        for (int open = template.indexOf('{'); open >= 0; open = template.indexOf('{', from)) {
            out.append(template, from, open);
            switch (template.charAt(open + 1)) {
                case 's' -> hand.write(nextSkill(), out);
                case 'T' -> out.append(prose.title(person, rng));
                case 'y' -> out.append(Math.max(1, (int) person.years()));
                case 'd' -> out.append(prose.domain(rng));
                case 'n' -> out.append(rng.between(2, 18) * 5);
                case 'k' -> out.append(rng.between(2, 9));
                default -> throw new IllegalStateException("unknown blank in \"" + template + "\"");
            }
            from = open + 3;
        }
        out.append(template, from, template.length());
    }

    /** The more important of two, so that the first skills are mentioned most; never the same twice in a row. */
    private Skill nextSkill() {
        int index = Math.min(rng.below(skills.size()), rng.below(skills.size()));
        lastSkill = index == lastSkill ? (index + 1) % skills.size() : index;
        return skills.get(lastSkill);
    }
}
