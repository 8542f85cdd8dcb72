package io.rolestream.files.sample;

import io.rolestream.files.sample.words.Rng;
import io.rolestream.files.sample.words.RoleVocabulary;
import io.rolestream.files.sample.words.RoleVocabulary.Stack;
import io.rolestream.files.sample.words.Seniority;
import io.rolestream.files.sample.words.Vocabulary;
import io.rolestream.files.sample.words.Weighted;
import java.util.List;

/**
 * The person behind a resume.
 *
 * @param role the true role
 * @param stack main technologies
 * @param secondStack often the same
 * @param neighbour another role of the person
 */
record Person(
        RoleVocabulary role,
        Stack stack,
        Stack secondStack,
        RoleVocabulary neighbour,
        Stack neighbourStack,
        Kind kind,
        Seniority seniority,
        float years) {

    /** How clear the role is: shares of its own skills and of its neighbour's; the rest is general. */
    enum Kind {
        /** Mostly the role's own skills. */
        CLEAR(0.72, 0.92, 0.02, 0.14, 0.2, 0.05),
        /** Two roles, the true one a little ahead. */
        BLENDED(0.46, 0.62, 0.22, 0.34, 0.2, 0.3),
        /** Changed roles: the former role's skills are more, but further back. */
        SWITCHED(0.30, 0.44, 0.36, 0.48, 0.2, 0.3),
        /** Lists what everybody lists. */
        VAGUE(0.24, 0.40, 0.05, 0.20, 0.6, 0.1);

        private static final Weighted<Kind> COMMONNESS = Weighted.of(List.of(values()), new double[] {60, 24, 8, 8});

        private final double leastOwn;
        private final double mostOwn;
        private final double leastNeighbour;
        private final double mostNeighbour;
        private final double genericDutyShare;
        private final double neighbourDutyShare;

        Kind(
                double leastOwn,
                double mostOwn,
                double leastNeighbour,
                double mostNeighbour,
                double genericDutyShare,
                double neighbourDutyShare) {
            this.leastOwn = leastOwn;
            this.mostOwn = mostOwn;
            this.leastNeighbour = leastNeighbour;
            this.mostNeighbour = mostNeighbour;
            this.genericDutyShare = genericDutyShare;
            this.neighbourDutyShare = neighbourDutyShare;
        }

        double ownShare(Rng rng) {
            return rng.between(leastOwn, mostOwn);
        }

        double neighbourShare(Rng rng) {
            return rng.between(leastNeighbour, mostNeighbour);
        }

        /** The share of general sentences, which fit any resume. */
        double genericDutyShare() {
            return genericDutyShare;
        }

        /** The share of the other sentences that are about the neighbour's work. */
        double neighbourDutyShare() {
            return neighbourDutyShare;
        }
    }

    private static final double TWO_STACKS_SHARE = 0.35;

    static Person of(RoleVocabulary role, Vocabulary vocabulary, Rng rng) {
        Stack stack = role.stacks().pick(rng);
        Stack second = rng.chance(TWO_STACKS_SHARE) ? role.stacks().pick(rng) : stack;
        RoleVocabulary neighbour = vocabulary.role(role.neighbours().pick(rng));
        Stack neighbourStack = neighbour.stacks().pick(rng);
        Seniority seniority = Seniority.pick(rng);
        Kind kind = Kind.COMMONNESS.pick(rng);
        return new Person(role, stack, second, neighbour, neighbourStack, kind, seniority, seniority.years(rng));
    }
}
