package io.rolestream.dashboard.live;

/**
 * The votes of rules and model on one text.
 *
 * @param rules the rules' role; empty if they abstained
 * @param model the model's role
 */
public record Cell(String rules, String model) {}
