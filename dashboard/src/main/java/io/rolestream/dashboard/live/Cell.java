package io.rolestream.dashboard.live;

/**
 * The votes of rules and another labeller, the model for one, on one text.
 *
 * @param rules the rules' role; empty if they abstained
 * @param model the other labeller's role
 */
public record Cell(String rules, String model) {}
