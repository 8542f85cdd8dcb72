package io.rolestream.system.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The image's Dockerfile, as far as tests look at it: its stages with their instructions. */
record Dockerfile(Map<String, Stage> stages) {
    private static final Path FILE = Path.of("..", "deploy", "Dockerfile");
    private static final Pattern FROM = Pattern.compile("(\\S+) AS (\\S+)");
    private static final Pattern VARIABLE = Pattern.compile("(\\w+)=(\"[^\"]*\"|\\S*)");

    /**
     * A stage.
     *
     * @param image what it begins with: an image, or another stage
     */
    record Stage(String image, List<Instruction> instructions) {}

    /** One instruction, its continued lines joined. */
    record Instruction(String keyword, String rest) {}

    static Dockerfile read() throws IOException {
        String text = Files.readString(FILE).replaceAll("(?m)^#.*\n", "").replaceAll("\\\\\n\\s*", "");
        Map<String, Stage> stages = new LinkedHashMap<>();
        List<Instruction> instructions = new ArrayList<>();
        for (String line : text.lines().filter(line -> !line.isBlank()).toList()) {
            String[] parts = line.split("\\s+", 2);
            if (parts[0].equals("FROM")) {
                Matcher from = FROM.matcher(parts[1]);
                if (!from.matches()) {
                    throw new IOException("a stage without a name: " + line);
                }
                instructions = new ArrayList<>();
                stages.put(from.group(2), new Stage(from.group(1), instructions));
            } else {
                instructions.add(new Instruction(parts[0], parts[1]));
            }
        }
        return new Dockerfile(stages);
    }

    /** All instructions that make a stage, those of the stages that it begins with first. */
    List<Instruction> instructions(String stage) {
        Stage last = stages.get(stage);
        if (last == null) {
            return List.of();
        }
        List<Instruction> all = new ArrayList<>(instructions(last.image()));
        all.addAll(last.instructions());
        return all;
    }

    /** The last argument of an instruction in a stage or those that it begins with. */
    String last(String stage, String keyword) {
        List<Instruction> all = instructions(stage).stream()
                .filter(instruction -> instruction.keyword().equals(keyword))
                .toList();
        return all.isEmpty() ? "" : all.get(all.size() - 1).rest();
    }

    /** The variables that a stage sets, but for the search path. */
    Map<String, String> environment(String stage) {
        Map<String, String> environment = new LinkedHashMap<>();
        instructions(stage).stream()
                .filter(instruction -> instruction.keyword().equals("ENV"))
                .forEach(instruction -> {
                    Matcher variable = VARIABLE.matcher(instruction.rest());
                    while (variable.find()) {
                        environment.put(variable.group(1), variable.group(2).replace("\"", ""));
                    }
                });
        environment.remove("PATH");
        return environment;
    }
}
