package io.rolestream.files.sample;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Picks a person's skills in the order in which the person would list them. */
final class SkillPicker {

    private static final double STACK_SHARE = 0.6;
    private static final double SECOND_STACK_SHARE = 0.3;
    private static final double SOFT_SHARE = 0.3;
    private static final double RANDOM_ORDER_SHARE = 0.16;
    private static final double ALPHABETICAL_SHARE = 0.06;

    private final Vocabulary vocabulary;

    SkillPicker(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    private record Placed(Skill skill, double place) {}

    List<Skill> pick(Profile profile, Rng rng) {
        int wanted = profile.seniority().skillCount(rng);
        double own = profile.kind().ownShare(rng);
        double neighbour = profile.kind().neighbourShare(rng);
        boolean randomOrder = rng.chance(RANDOM_ORDER_SHARE);
        List<Placed> placed = new ArrayList<>(wanted);
        for (int attempts = 0; placed.size() < wanted && attempts < wanted * 3; attempts++) {
            double source = rng.share();
            Skill skill;
            double behind;
            if (placed.isEmpty() || source < own) {
                skill = own(profile, rng);
                behind = 0;
            } else if (source < own + neighbour) {
                skill = (rng.chance(STACK_SHARE)
                                ? profile.neighbourStack().skills()
                                : profile.neighbour().core())
                        .pick(rng);
                behind = profile.kind() == Profile.Kind.SWITCHED ? 0.5 : 0.15;
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

    private static Skill own(Profile profile, Rng rng) {
        if (!rng.chance(STACK_SHARE)) {
            return profile.role().core().pick(rng);
        }
        return (rng.chance(SECOND_STACK_SHARE) ? profile.secondStack() : profile.stack())
                .skills()
                .pick(rng);
    }

    private static boolean contains(List<Placed> placed, Skill skill) {
        return placed.stream().anyMatch(other -> other.skill().name().equals(skill.name()));
    }
}
