package io.rolestream.rules.ruleset;

import io.rolestream.rules.role.RoleMapping;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.vote.KeywordWeight;
import io.rolestream.rules.vote.RoleWeight;
import io.rolestream.rules.vote.RuleExplanation;
import io.rolestream.rules.vote.RuleVote;
import io.rolestream.rules.yaml.InvalidFileException;
import io.rolestream.rules.yaml.Problem;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Keyword rules that vote on the role of a text. Immutable and thread-safe. A vote's cost is linear in the length of
 * the text and independent of the number of keywords.
 */
public sealed interface RuleSet permits PhraseRules, SubstringRules {
    /** The rule set used by default: weighted phrases. */
    String DEFAULT = "default";

    /** The original study's rule set: substrings, first match wins. */
    String NOTEBOOK = "notebook";

    /**
     * {@code name@hash} with the first 8 hexadecimal digits of a SHA-256 over everything that can change a vote, so
     * that rule sets with the same version vote alike.
     */
    String version();

    Taxonomy taxonomy();

    /** Votes on any text. */
    RuleVote vote(String text);

    /** Votes on a text and explains the vote. */
    RuleExplanation explain(String text);

    /**
     * The weights of a keyword, as the rule set writes it, in the order of the roles; empty if it is unknown. Substring
     * keywords have the weight 1.
     */
    List<RoleWeight> weights(String keyword);

    /** All keywords, sorted, without ignored phrases. */
    List<String> keywords();

    /** Other spellings with the keyword or token that each stands for; substring rules have none. */
    Map<String, String> aliases();

    /** Whether {@link #withWeights} is supported; substring rules have no weights. */
    boolean isWeighted();

    /** Whether a keyword at the beginning of a text counts more or less than {@link #weights} says. */
    boolean hasLead();

    /**
     * A copy with some weights changed or added. A weight that rounds to 0 is removed; a keyword without weights
     * becomes an ignored phrase.
     *
     * @throws UnsupportedOperationException if this rule set is not {@linkplain #isWeighted weighted}
     * @throws IllegalArgumentException if a keyword or role is unknown, a weight is out of range or listed twice, or no
     *     weight is left
     */
    RuleSet withWeights(Collection<KeywordWeight> weights);

    /**
     * The same rules for the roles of another taxonomy. Of a keyword of merged roles, the greatest weight counts, since
     * adding them would count what the roles share twice. Rules of removed roles are dropped, with the keywords that
     * only they have.
     *
     * @param mapping from the names of this rule set's taxonomy, in its order
     */
    RuleSet mapped(RoleMapping mapping);

    /**
     * A copy that takes the keywords of some roles, with their weights and synonyms for these, from another rule set of
     * the same roles. Aliases of their words are taken, too, unless this set uses such an alias as a word of its own.
     * If the other one matches in another way, it is returned as a whole.
     */
    RuleSet withRolesOf(RuleSet other, Collection<String> roles);

    /** A rule file that {@link #parse} reads as a rule set of the same version. Comments are lost. */
    String toYaml();

    RuleSetSummary summary();

    /**
     * Loads a rule set.
     *
     * @param nameOrFile {@value #DEFAULT}, {@value #NOTEBOOK}, or the path of a YAML file
     * @throws InvalidFileException if the file cannot be read or is invalid; lists every problem with its line
     */
    static RuleSet load(String nameOrFile, Taxonomy taxonomy) {
        return switch (nameOrFile) {
            case DEFAULT, NOTEBOOK -> RuleFileReader.readBuiltIn(nameOrFile, taxonomy);
            default -> RuleFileReader.readFile(nameOrFile, taxonomy);
        };
    }

    /**
     * A rule set without the entries that cannot be used.
     *
     * @param skipped why, for each such entry (a keyword, alias or ignored phrase)
     */
    record Lenient(RuleSet rules, List<Problem> skipped) {
        public Lenient {
            skipped = List.copyOf(skipped);
        }
    }

    /**
     * Loads a rule set as {@link #load} does, but skips keywords, aliases and ignored phrases that cannot be used.
     *
     * @throws InvalidFileException if the file cannot be read, or something else in it is invalid
     */
    static Lenient loadLeniently(String nameOrFile, Taxonomy taxonomy) {
        return RuleFileReader.readLeniently(nameOrFile, taxonomy);
    }

    /** Reads a rule set from the content of a YAML file; the file's name is for error messages. */
    static RuleSet parse(String yaml, String fileName, Taxonomy taxonomy) {
        return RuleFileReader.readText(yaml, fileName, taxonomy);
    }
}
