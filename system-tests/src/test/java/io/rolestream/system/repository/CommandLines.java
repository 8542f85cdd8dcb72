package io.rolestream.system.repository;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The uses of {@code rolestream} that a document shows. */
final class CommandLines {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^ *```[a-z]*\\n(.*?)^ *```");
    private static final Pattern COMMAND = Pattern.compile(
            "(?m)(?:^|[|;(]|&&|exec \\w+) *(?:[A-Z_]+=\\S+ )*(?:\\./|bin/)?rolestream ((?:\"[^\"]*\"|'[^']*'|\\\\\\n|[^\\n|;>#&)\"'])*)");
    private static final Pattern SPAN = Pattern.compile("`(?:\\./|bin/)?rolestream ([^`]+)`");
    private static final Pattern WORD = Pattern.compile("(?:\"[^\"]*\"|'[^']*'|[^\\s\"'])+");

    private CommandLines() {}

    /** Commands to copy: those in blocks of code, each as its arguments. */
    static List<List<String>> inBlocks(String document) {
        return blocks(document)
                .flatMap(block -> block.lines().filter(line -> !line.startsWith("|")))
                .flatMap(line -> COMMAND.matcher(line).results())
                .map(found -> words(found.group(1)))
                .toList();
    }

    /** Commands that text mentions, perhaps without what they need. */
    static List<List<String>> inText(String document) {
        return SPAN.matcher(BLOCK.matcher(document).replaceAll(""))
                .results()
                .map(found -> words(found.group(1).replaceFirst("[|>].*", "")))
                .toList();
    }

    private static Stream<String> blocks(String document) {
        return BLOCK.matcher(document).results().map(block -> block.group(1).replace("\\\n", " "));
    }

    private static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(command);
        while (word.find()) {
            words.add(word.group().replaceAll("[\"']", ""));
        }
        words.remove("..."); // and so on
        return words;
    }
}
