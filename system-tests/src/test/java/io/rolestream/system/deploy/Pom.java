package io.rolestream.system.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The root project's file, which names every version. */
record Pom(String text) {
    static Pom read() throws IOException {
        return new Pom(Files.readString(Path.of("..", "pom.xml")));
    }

    String property(String name) {
        return element(name);
    }

    /** The project's own version. */
    String version() {
        return element("version");
    }

    /** The content of the first element of that name. */
    private String element(String name) {
        Matcher element =
                Pattern.compile("<" + Pattern.quote(name) + ">([^<]+)<").matcher(text);
        if (!element.find()) {
            throw new IllegalStateException("no <" + name + "> in the root pom.xml");
        }
        return element.group(1);
    }
}
