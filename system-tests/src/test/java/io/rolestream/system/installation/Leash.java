package io.rolestream.system.installation;

import java.util.Arrays;

/**
 * Runs another main class, and ends at once when the process that started it is gone: so nothing stays behind even
 * where the tests themselves are killed.
 */
public final class Leash {
    private Leash() {}

    /** @param arguments the pid to depend on, the main class, its arguments */
    public static void main(String[] arguments) throws Exception {
        long holder = Long.parseLong(arguments[0]);
        Thread watch = new Thread(() -> haltAfter(holder), "leash");
        watch.setDaemon(true);
        watch.start();
        Class.forName(arguments[1]).getMethod("main", String[].class).invoke(null, (Object)
                Arrays.copyOfRange(arguments, 2, arguments.length));
    }

    private static void haltAfter(long pid) {
        ProcessHandle.of(pid).ifPresent(holder -> holder.onExit().join());
        Runtime.getRuntime().halt(1);
    }
}
