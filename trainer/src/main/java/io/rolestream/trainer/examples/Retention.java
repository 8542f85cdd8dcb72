package io.rolestream.trainer.examples;

import java.time.Duration;

/**
 * Limits of what is kept.
 *
 * @param age how long after its resume was submitted an example is kept; zero for permanently
 * @param maxPerRole number of distinct texts per role of the rules; 0 for all
 */
public record Retention(Duration age, int maxPerRole) {}
