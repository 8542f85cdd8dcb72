package io.rolestream.rules.ruleset;

import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.vote.KeywordMatch;
import io.rolestream.rules.vote.KeywordWeight;
import io.rolestream.rules.vote.RoleWeight;
import io.rolestream.rules.vote.RuleExplanation;
import io.rolestream.rules.vote.RuleVote;
import java.util.Collection;
import java.util.List;

/**
 * Keyword rules that vote on the role of a text. Immutable and thread-safe. A vote's cost is linear in the length of
 * the text and independent of the number of keywords.
 */
public sealed interface RuleSet permits PhraseRules, SubstringRules {
    /** The rule set that users get unless they choose another: weighted phrases. */
    String DEFAULT = "default";

    /** The original study's rule set: substrings, first match wins. */
    String NOTEBOOK = "notebook";

    /** The rule set's name, such as {@code default}. */
    String name();

    /**
     * {@code name@hash} with the first 8 hexadecimal digits of a SHA-256 over all that can change a vote, so that rule
     * sets with the same version vote alike. Comments, order where it has no meaning, and the way a number is written
     * do not change it.
     */
    String version();

    /** The roles that this rule set votes for. */
    Taxonomy taxonomy();

    /** Votes on a text of any length and content. */
    RuleVote vote(String text);

    /** Votes on a text, and says how the vote came about. */
    RuleExplanation explain(String text);

    /**
     * What a keyword says for each role, in the order of the roles; empty if there is no such keyword. A substring
     * keyword decides alone and has the weight 1.
     *
     * @param keyword as the rule set writes it, and as {@link KeywordMatch#keyword()} gives it
     */
    List<RoleWeight> weights(String keyword);

    /** All keywords, sorted; ignored phrases are none. */
    List<String> keywords();

    /** Whether the keywords have weights, which {@link #withWeights} changes; those of substring rules have none. */
    boolean isWeighted();

    /**
     * This rule set with other weights, and the same name. Weights that are not listed are kept. A weight that rounds
     * to 0 is removed; a keyword without weights becomes an ignored phrase.
     *
     * @param weights of keywords or ignored phrases; also for roles for which they have no weight yet
     * @throws UnsupportedOperationException if this rule set is not {@linkplain #isWeighted weighted}
     * @throws IllegalArgumentException if a keyword or role is not of this rule set, a weight is out of range, one is
     *     listed twice, or no weight is left
     */
    RuleSet withWeights(Collection<KeywordWeight> weights);

    /**
     * A rule file from which {@link #parse} makes this rule set again, of the same version, with the same taxonomy.
     * Comments and the way aliases are spelled are not kept.
     */
    String toYaml();

    /** The rule set's counts. */
    RuleSetSummary summary();

    /**
     * Loads a rule set.
     *
     * @param nameOrFile {@value #DEFAULT}, {@value #NOTEBOOK}, or the path of a YAML file
     * @param taxonomy the roles that the rules may name
     * @throws RuleSetException if the file cannot be read or is not valid; the message names every problem by its line
     */
    static RuleSet load(String nameOrFile, Taxonomy taxonomy) {
        return switch (nameOrFile) {
            case DEFAULT, NOTEBOOK -> RuleFileReader.readBuiltIn(nameOrFile, taxonomy);
            default -> RuleFileReader.readFile(nameOrFile, taxonomy);
        };
    }

    /**
     * Reads a rule set from the content of a YAML file.
     *
     * @param fileName what error messages call the file
     * @throws RuleSetException if the content is not valid; the message names every problem by its line
     */
    static RuleSet parse(String yaml, String fileName, Taxonomy taxonomy) {
        return RuleFileReader.readText(yaml, fileName, taxonomy);
    }
}
