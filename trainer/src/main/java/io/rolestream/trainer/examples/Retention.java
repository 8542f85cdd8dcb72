package io.rolestream.trainer.examples;

import java.time.Duration;

/**
 * How long and how many examples are kept.
 *
 * @param age since the resume was submitted; zero for permanently
 * @param maxPerRole number of distinct texts per role of the rules; 0 for all
 */
public record Retention(Duration age, int maxPerRole) {}
