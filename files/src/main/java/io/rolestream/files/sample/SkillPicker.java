package io.rolestream.files.sample;

import io.rolestream.files.sample.words.Rng;
import io.rolestream.files.sample.words.Skill;
import io.rolestream.files.sample.words.Vocabulary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Picks a person's skills in the order in which the person would list them. */
record SkillPicker(Vocabulary vocabulary) {

    private static final double STACK_SHARE = 0.6;
    private static final double SECOND_STACK_SHARE = 0.3;
    private static final double SOFT_SHARE = 0.3;
    private static final double RANDOM_ORDER_SHARE = 0.16;
    private static final double ALPHABETICAL_SHARE = 0.06;

    private record Placed(Skill skill, double place) {}

    List<Skill> pick(Person person, Rng rng) {
        int wanted = person.seniority().skillCount(rng);
        double own = person.kind().ownShare(rng);
        double neighbour = person.kind().neighbourShare(rng);
        boolean randomOrder = rng.chance(RANDOM_ORDER_SHARE);
        List<Placed> placed = new ArrayList<>(wanted);
        for (int attempts = 0; placed.size() < wanted && attempts < wanted * 3; attempts++) {
            double source = rng.share();
            Skill skill;
            double behind;
            if (placed.isEmpty() || source < own) {
                skill = own(person, rng);
                behind = 0;
            } else if (source < own + neighbour) {
                skill = (rng.chance(STACK_SHARE)
                                ? person.neighbourStack().skills()
                                : person.neighbour().core())
                        .pick(rng);
                behind = person.kind() == Person.Kind.SWITCHED ? 0.5 : 0.15;
            } else if (rng.chance(SOFT_SHARE)) {
                skill = vocabulary.soft.pick(rng);
                behind = 0.6;
            } else {
                skill = vocabulary.general.pick(rng);
                behind = 0.2;
            }
            if (!contains(placed, skill)) {
                // Common skills are picked early, so the order of picking is already one of importance.
                double importance = (double) attempts / wanted;
                placed.add(new Placed(skill, randomOrder ? rng.share() : importance + behind + rng.share() * 0.3));
            }
        }
        placed.sort(
                rng.chance(ALPHABETICAL_SHARE)
                        ? Comparator.comparing(one -> one.skill().name())
                        : Comparator.comparingDouble(Placed::place));
        return placed.stream().map(Placed::skill).toList();
    }

    private static Skill own(Person person, Rng rng) {
        if (!rng.chance(STACK_SHARE)) {
            return person.role().core().pick(rng);
        }
        return (rng.chance(SECOND_STACK_SHARE) ? person.secondStack() : person.stack())
                .skills()
                .pick(rng);
    }

    private static boolean contains(List<Placed> placed, Skill skill) {
        return placed.stream().anyMatch(other -> other.skill().name().equals(skill.name()));
    }
}
