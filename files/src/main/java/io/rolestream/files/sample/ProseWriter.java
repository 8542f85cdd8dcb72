package io.rolestream.files.sample;

import io.rolestream.files.sample.words.Rng;
import io.rolestream.files.sample.words.Skill;
import io.rolestream.files.sample.words.Vocabulary;
import java.util.ArrayList;
import java.util.List;

/** Writes a resume in sentences: a summary, the jobs, latest first, sometimes a closing line. */
record ProseWriter(Vocabulary vocabulary) {

    private static final int THIS_YEAR = 2026;
    private static final double TITLE_SHARE = 0.32;
    private static final double MISLEADING_TITLE_SHARE = 0.06;
    private static final double CLOSING_SHARE = 0.4;

    String write(Person person, List<Skill> skills, List<String> companies, Handwriting hand, Rng rng) {
        Blanks blanks = new Blanks(person, skills, hand, rng, this);
        boolean junior = person.seniority().isBeginner() && rng.chance(0.6);
        blanks.fill(rng.of(junior ? vocabulary.juniorSummaries : vocabulary.summaries));
        List<String> dutiesTold = new ArrayList<>();
        double yearsLeft = Math.max(1, person.years());
        int until = THIS_YEAR;
        for (int job = 0; job < companies.size(); job++) {
            int years = Math.max(1, (int) (yearsLeft / (companies.size() - job)));
            boolean formerRole = person.kind() == Person.Kind.SWITCHED && job > 0;
            blanks.out()
                    .append('\n')
                    .append(formerRole ? person.neighbourStack().titles().pick(rng) : title(person, rng))
                    .append(", ")
                    .append(companies.get(job))
                    .append(" (")
                    .append(until - years)
                    .append(until == THIS_YEAR ? "-now" : "-" + until)
                    .append("):");
            writeDuties(person, formerRole, dutiesTold, blanks, rng);
            until -= years;
            yearsLeft = Math.max(1, yearsLeft - years);
        }
        if (rng.chance(CLOSING_SHARE)) {
            blanks.out().append('\n');
            blanks.fill(rng.of(vocabulary.closings));
        }
        return blanks.out().toString();
    }

    private void writeDuties(Person person, boolean formerRole, List<String> told, Blanks blanks, Rng rng) {
        int count = rng.between(1, 3);
        for (int i = 0; i < count; i++) {
            List<String> duties = rng.chance(person.kind().genericDutyShare())
                    ? vocabulary.genericDuties
                    : formerRole || rng.chance(person.kind().neighbourDutyShare())
                            ? person.neighbour().duties()
                            : person.role().duties();
            String duty = rng.of(duties);
            if (!told.contains(duty)) {
                told.add(duty);
                blanks.out().append(' ');
                blanks.fill(duty);
            }
        }
    }

    /** Often uninformative, sometimes the true role's, now and then another role's. */
    String title(Person person, Rng rng) {
        if (rng.chance(MISLEADING_TITLE_SHARE)) {
            return person.neighbourStack().titles().pick(rng);
        }
        if (!rng.chance(TITLE_SHARE)) {
            return vocabulary.genericTitles.pick(rng);
        }
        return (rng.chance(0.4) ? person.seniority().prefix() : "")
                + person.stack().titles().pick(rng);
    }

    String domain(Rng rng) {
        return rng.of(vocabulary.domains);
    }
}
