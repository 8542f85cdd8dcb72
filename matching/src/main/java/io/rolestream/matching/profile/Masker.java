package io.rolestream.matching.profile;

import io.rolestream.matching.profile.Words.Word;
import io.rolestream.models.artifact.Sha256;
import io.rolestream.rules.matching.PhraseTable;
import io.rolestream.rules.ruleset.RuleSet;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hides from a text what says who a person is: first names, pronouns, gendered words, clubs that tell a gender, e-mail
 * and web addresses. Every hidden character becomes a space, so positions stay those of the original, and whatever
 * reads words cannot see how long the hidden ones were: "he led" and "she led" give equal words.
 *
 * <p>Surnames stay where they are not in the line of a name, as they cannot be told from products. Skills are looked
 * for in the masked text, so that a first name ("Ruby") never becomes one. Immutable and thread-safe.
 */
public final class Masker {
    private static final Pattern ADDRESS =
            Pattern.compile("[\\p{L}\\p{N}._%+-]{1,64}@[\\p{L}\\p{N}-]{1,64}(?:\\.[\\p{L}\\p{N}-]{1,64}+)++"
                    + "|(?:https?://|www\\.)[^\\s,;()<>]+"
                    + "|(?:linkedin|github|gitlab|twitter|facebook|medium|xing|behance|dribbble)\\.com/[^\\s,;()<>]+");
    private static final Set<String> GREEK = Set.of(
            "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu",
            "xi", "omicron", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega");
    private static final Set<String> BEFORE_NAMES = Set.of("ms", "miss", "mr", "mrs", "mx");
    private static final int NAME_LINES = 3;
    private static final int LONGEST_NAME = 4;

    private final MaskFile file = MaskFile.read();
    private final Set<String> terms = new HashSet<>();

    /** Two words that follow each other in a keyword, as in "Ruby on Rails" and "Crystal Reports". */
    private final Set<String> pairs = new HashSet<>();

    private final String version;

    /** @param rules whose keywords hold no names */
    public Masker(RuleSet rules) {
        for (String keyword : rules.keywords()) {
            List<String> tokens = PhraseTable.rawTokens(keyword);
            if (tokens != null) {
                terms.addAll(tokens);
                for (int i = 1; i < tokens.size(); i++) {
                    pairs.add(tokens.get(i - 1) + " " + tokens.get(i));
                }
            }
        }
        terms.addAll(file.list("headings"));
        version = Sha256.of(file.content().getBytes(StandardCharsets.UTF_8)).substring(0, 8);
    }

    /** 8 hexadecimal digits over all that is masked. */
    public String version() {
        return version;
    }

    /** The text with what is to be hidden replaced by spaces, as long as before. */
    public String mask(String text) {
        char[] masked = text.toCharArray();
        Matcher addresses = ADDRESS.matcher(text);
        while (addresses.find()) {
            Arrays.fill(masked, addresses.start(), addresses.end(), ' ');
        }
        List<Word> words = Words.of(text);
        Set<String> ownNames = hideNameLines(text, words, masked);
        for (int i = 0; i < words.size(); ) {
            int count = Math.max(club(text, words, i), greek(text, words, i));
            if (count == 0 && isHidden(text, words, i, ownNames)) {
                count = 1;
            }
            for (int end = i + Math.max(count, 1); i < end; i++) {
                if (count > 0) {
                    hide(words.get(i), masked);
                }
            }
        }
        return new String(masked);
    }

    /**
     * The text without what is to be hidden, for readers that must not see how long it was: what is hidden becomes one
     * space together with the white space around it, and a line of nothing else goes. The rest is unchanged.
     */
    public String cut(String text) {
        String masked = mask(text);
        if (masked.equals(text)) {
            return text;
        }
        StringBuilder cut = new StringBuilder(text.length());
        for (int from = 0; from < text.length(); ) {
            int lineFeed = text.indexOf('\n', from);
            int end = lineFeed < 0 ? text.length() : lineFeed + 1;
            appendLine(text.substring(from, end), masked.substring(from, end), cut);
            from = end;
        }
        return cut.toString();
    }

    private static void appendLine(String line, String masked, StringBuilder cut) {
        int start = cut.length();
        boolean gap = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c != masked.charAt(i)) {
                gap = true;
                while (cut.length() > start && Character.isWhitespace(cut.charAt(cut.length() - 1))) {
                    cut.setLength(cut.length() - 1);
                }
            } else if (!gap || !Character.isWhitespace(c) || c == '\n') {
                cut.append(gap && cut.length() > start && c != '\n' ? " " : "").append(c);
                gap = false;
            }
        }
        if (!line.equals(masked) && cut.substring(start).isBlank()) {
            cut.setLength(start);
        }
    }

    private static void hide(Word word, char[] masked) {
        Arrays.fill(masked, word.start(), word.end(), ' ');
    }

    private boolean isHidden(String text, List<Word> words, int i, Set<String> ownNames) {
        Word word = words.get(i);
        String lower = word.lower();
        if (file.list("words").contains(lower)) {
            return true;
        }
        boolean dotted = word.end() < text.length() && text.charAt(word.end()) == '.';
        if (BEFORE_NAMES.contains(lower) && (dotted || (i + 1 < words.size() && isName(words.get(i + 1))))) {
            return word.capital();
        }
        if (!word.capital()) {
            return false;
        }
        if ((i + 1 < words.size()
                        && pairs.contains(lower + " " + words.get(i + 1).lower()))
                || (i > 0 && pairs.contains(words.get(i - 1).lower() + " " + lower))) {
            return false;
        }
        if (file.list("names").contains(lower)) {
            return true;
        }
        boolean person = isIntroduced(words, i) || isPerson(words, i);
        if (ownNames.contains(lower)) {
            return !terms.contains(lower) || person || isFollowedByWord(text, words, i);
        }
        return person
                && (file.list("unclear-names").contains(lower) || (isIntroduced(words, i) && !terms.contains(lower)));
    }

    private boolean isName(Word word) {
        return word.capital()
                && (file.list("names").contains(word.lower())
                        || file.list("unclear-names").contains(word.lower())
                        || !terms.contains(word.lower()))
                && word.end() - word.start() > 1;
    }

    /** Behind "Mr", "my name is" or "I am". */
    private static boolean isIntroduced(List<Word> words, int i) {
        if (i == 0) {
            return false;
        }
        String before = words.get(i - 1).lower();
        String twice = i > 1 ? words.get(i - 2).lower() : "";
        return BEFORE_NAMES.contains(before)
                || (before.equals("is") && twice.equals("name"))
                || ((before.equals("am") || before.equals("m")) && twice.equals("i"));
    }

    /** Before a verb that no tool does, as in "Ruby led". */
    private boolean isPerson(List<Word> words, int i) {
        return i + 1 < words.size()
                && words.get(i + 1).start() - words.get(i).end() == 1
                && !words.get(i + 1).capital()
                && file.list("people").contains(words.get(i + 1).lower());
    }

    private static boolean isFollowedByWord(String text, List<Word> words, int i) {
        return i + 1 < words.size()
                && words.get(i + 1).start() == words.get(i).end() + 1
                && text.charAt(words.get(i).end()) == ' '
                && !words.get(i + 1).capital();
    }

    /**
     * The number of words of a club that starts here, 0 if none does. A word for its kind behind it belongs to it, so
     * that a rugby club leaves no more than a chess club does.
     */
    private int club(String text, List<Word> words, int from) {
        MaskFile.Phrases node = file.clubs;
        int longest = 0;
        for (int i = from; i < words.size(); i++) {
            node = node.after(words.get(i).lower());
            if (node == null) {
                break;
            }
            if (node.ends()) {
                longest = i + 1 - from;
            }
        }
        int end = from + longest;
        boolean kind = longest > 0
                && end < words.size()
                && file.list("club-kinds").contains(words.get(end).lower())
                && isSpaced(text, words.get(end - 1), words.get(end));
        return kind ? longest + 1 : longest;
    }

    /** The number of words of a fraternity's or sorority's name that starts here: two Greek letters or more. */
    private static int greek(String text, List<Word> words, int from) {
        int count = 0;
        while (from + count < words.size()
                && words.get(from + count).capital()
                && GREEK.contains(words.get(from + count).lower())
                && (count == 0 || isSpaced(text, words.get(from + count - 1), words.get(from + count)))) {
            count++;
        }
        return count > 1 ? count : 0;
    }

    private static boolean isSpaced(String text, Word before, Word after) {
        return text.substring(before.end(), after.start()).isBlank();
    }

    /** Hides lines at the top that are a person's name, and returns the names. */
    private Set<String> hideNameLines(String text, List<Word> words, char[] masked) {
        Set<String> names = new HashSet<>();
        int line = 0;
        for (int at = 0, i = 0; at < text.length() && line < NAME_LINES; ) {
            int end = text.indexOf('\n', at);
            end = end < 0 ? text.length() : end;
            int first = i;
            while (i < words.size() && words.get(i).start() < end) {
                i++;
            }
            if (i > first) {
                line++;
                hideName(text, words.subList(first, i), masked, names);
            }
            at = end + 1;
        }
        return names;
    }

    /** Hides the words before a line's first comma, bar or bracket if they are a name. */
    private void hideName(String text, List<Word> line, char[] masked, Set<String> names) {
        int from = line.get(0).lower().equals("name") && line.size() > 1 ? 1 : 0;
        int to = from + 1;
        while (to < line.size()
                && isGap(text, line.get(to - 1).end(), line.get(to).start())) {
            to++;
        }
        List<Word> name = line.subList(from, to);
        if (name.size() < 2 || name.size() > LONGEST_NAME || !name.stream().allMatch(Word::capital)) {
            return;
        }
        String first = name.get(0).lower();
        boolean known =
                file.list("names").contains(first) || file.list("unclear-names").contains(first);
        if (name.subList(known ? 1 : 0, name.size()).stream().anyMatch(word -> terms.contains(word.lower()))) {
            return;
        }
        for (Word word : name) {
            hide(word, masked);
            if (word.lower().length() > 1) {
                names.add(word.lower());
            }
        }
    }

    /** Whether only spaces, dots, hyphens and digits of no meaning to a name are between two words of one. */
    private static boolean isGap(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c != ' ' && c != '.' && c != '-' && c != '\'' && c != '\u2019' && c != '\u00a0') {
                return false;
            }
        }
        return to - from <= 3;
    }
}
