#!/usr/bin/env python3
"""Recomputes in numpy what PPO computed, from the file of `rolestream train align --method ppo --rollouts FILE`.

Masks from the tokens (policy and critic have the same), scores of answers without an end, rewards of tokens, KL, advantages and returns (by a loop, and by a matrix),
whitening, the KL coefficient from round to round; and of each update the ratios, clipped losses and their statistics. Each epoch must learn
every answer once, and the first update of a round must have ratios of exactly 1.

Usage: tools/check_ppo.py FILE [FILE of --metrics]
"""
import json
import sys

import numpy as np

EXACT = 1e-9
TINY = 1e-8  # as AnswerMask


class Checks:
    """Counts checks, and remembers the first failures."""

    def __init__(self):
        self.done = 0
        self.failed = []

    def close(self, what, computed, written, tolerance=EXACT):
        self.done += 1
        computed, written = np.asarray(computed, float), np.asarray(written, float)
        error = np.inf if computed.shape != written.shape else np.max(np.abs(computed - written), initial=0)
        if not error <= tolerance:
            self.failed.append(f"{what}: differs by {error}")

    def true(self, what, holds):
        self.done += 1
        if not holds:
            self.failed.append(what)


def masks(line, settings):
    """1 for the tokens up to the first one that ends the answer."""
    width = len(line["logs"][0])
    result = np.zeros((len(line["tokens"]), width))
    for i, tokens in enumerate(line["tokens"]):
        ends = [t for t, token in enumerate(tokens) if token in settings["ends"]]
        result[i, : ends[0] + 1 if ends else settings["max_tokens"]] = 1
        result[i, len(tokens):] = 0
    return result


def advantages_by_loop(rewards, values, gamma, lam):
    result = np.zeros(len(rewards))
    later = 0.0
    for t in reversed(range(len(rewards))):
        following = values[t + 1] if t + 1 < len(rewards) else 0.0
        later = rewards[t] + gamma * following - values[t] + gamma * lam * later
        result[t] = later
    return result


def advantages_by_matrix(rewards, values, gamma, lam):
    deltas = rewards + gamma * np.append(values[1:], 0) - values
    powers = np.arange(len(rewards))[None, :] - np.arange(len(rewards))[:, None]
    return np.where(powers >= 0, (gamma * lam) ** np.maximum(powers, 0), 0) @ deltas


def check_round(line, settings, checks):
    name = f"round {line['round']}"
    mask = masks(line, settings)
    checks.close(f"{name}: log mask", mask, line["log_mask"])
    checks.close(f"{name}: value mask", mask, line["value_mask"])
    logs, reference, values = (np.array(line[key]) * mask for key in ("logs", "reference_logs", "values"))
    lengths = mask.sum(1).astype(int)
    scores = np.array(line["scores"])
    for i, tokens in enumerate(line["tokens"]):
        checks.true(f"{name}: answer {i} has tokens after its end, or after its greatest length", lengths[i] == len(tokens))
        ended = tokens[-1] in settings["ends"]
        checks.true(f"{name}: answer {i}: whether it has an end", ended == line["ended"][i])
        if not ended:
            checks.close(f"{name}: score of answer {i} without an end", settings["score_without_end"], scores[i])
    checks.close(f"{name}: KL", (logs - reference).sum(1).mean(), line["kl"])
    if line["round"] == 0:
        checks.true(f"{name}: KL is not exactly 0", np.array_equal(logs, reference))
    rewards = -line["kl_coefficient"] * (logs - reference)
    rewards[np.arange(len(lengths)), lengths - 1] += scores
    checks.close(f"{name}: rewards", rewards, line["rewards"])
    advantages = np.zeros_like(rewards)
    for i, length in enumerate(lengths):
        arguments = rewards[i, :length], values[i, :length], settings["gamma"], settings["lambda"]
        advantages[i, :length] = advantages_by_loop(*arguments)
        checks.close(f"{name}: loop and matrix", advantages_by_matrix(*arguments), advantages[i, :length])
    checks.close(f"{name}: advantages", advantages, line["advantages"])
    checks.close(f"{name}: returns", advantages + values, line["returns"])
    used = advantages[mask == 1]
    whitened = (advantages - used.mean()) / np.sqrt(used.var() + TINY) * mask
    checks.close(f"{name}: whitened advantages", whitened, line["whitened"], 1e-7)
    checks.true(f"{name}: values outside of answers are not 0", not np.any(np.array(line["values"])[mask == 0]))


def check_coefficient(before, after, settings, checks):
    expected = before["kl_coefficient"]
    if "kl_target" in settings:
        error = np.clip(before["kl"] / settings["kl_target"] - 1, -0.2, 0.2)
        expected *= 1 + settings["kl_gain"] * error
    checks.close(f"round {after['round']}: KL coefficient", expected, after["kl_coefficient"], 1e-12)


def check_update(line, of, settings, first, checks):
    name = f"step {line['step']}"
    chosen = line["answers"]
    width = len(line["logs"][0])
    mask = np.array(of["log_mask"])[chosen][:, :width]
    checks.close(f"{name}: log mask", mask, line["log_mask"])
    checks.close(f"{name}: value mask", np.array(of["value_mask"])[chosen][:, :width], line["value_mask"])
    used = mask == 1

    def of_round(key):
        return np.array(of[key])[chosen][:, :width][used]

    logs, values = np.array(line["logs"])[used], np.array(line["values"])[used]
    difference = logs - of_round("logs")
    ratio = np.exp(difference)
    advantages = of_round("whitened")
    free = -advantages * ratio
    bound = -advantages * np.clip(ratio, 1 - settings["clip"], 1 + settings["clip"])
    checks.close(f"{name}: policy loss", np.maximum(free, bound).mean(), line["policy_loss"])
    checks.close(f"{name}: clip fraction", (bound > free).mean(), line["clip_fraction"])
    checks.close(f"{name}: mean ratio", ratio.mean(), line["ratio_mean"])
    checks.close(f"{name}: variance of ratios", ratio.var(), line["ratio_variance"])
    checks.close(f"{name}: approximate KL", (ratio - 1 - difference).mean(), line["approximate_kl"])
    old, returns = of_round("values"), of_round("returns")
    near = np.clip(values, old - settings["value_clip"], old + settings["value_clip"])
    error, near_error = (values - returns) ** 2, (near - returns) ** 2
    checks.close(
        f"{name}: value loss",
        settings["value_weight"] * np.maximum(error, near_error).mean() / 2,
        line["value_loss"],
    )
    checks.close(f"{name}: value clip fraction", (near_error > error).mean(), line["value_clip_fraction"])
    checks.close(f"{name}: KL", of["kl"], line["kl"])
    checks.close(f"{name}: reward", np.mean(of["scores"]), line["reward"])
    all_used = np.array(of["log_mask"]) == 1
    checks.close(f"{name}: entropy", np.array(of["entropies"])[all_used].mean(), line["entropy"])
    checks.close(f"{name}: length", np.array(of["log_mask"]).sum(1).mean(), line["length"])
    checks.close(f"{name}: share without an end", 1 - np.mean(of["ended"]), line["without_end"])
    if first:
        checks.true(f"{name}: the first ratios of a round are not exactly 1", np.all(difference == 0))
        checks.true(f"{name}: the first values of a round moved", np.all(values == old))


def check(lines, metrics, checks):
    settings, rounds, updates = None, {}, {}
    for line in lines:
        if line["kind"] == "settings":
            checks.true("settings changed", settings is None or settings == line)
            settings = line
        elif line["kind"] == "round":
            known = rounds.setdefault(line["round"], line)
            checks.true(f"round {line['round']} was written again otherwise", known == line)
        else:
            updates[line["step"]] = line
    if settings is None:
        sys.exit("the file has no settings; give one of train align --rollouts")
    of_round = settings["epochs"] * settings["minibatches"]
    for number, line in rounds.items():
        check_round(line, settings, checks)
        if number == 0:
            checks.close("round 0: KL coefficient", settings["kl_coefficient"], line["kl_coefficient"], 1e-12)
        if number + 1 in rounds:
            check_coefficient(line, rounds[number + 1], settings, checks)
    for step, line in updates.items():
        if line["round"] not in rounds:
            checks.true(f"step {step}: its round {line['round']} is missing", False)
            continue
        checks.true(f"step {step}: its round is not {step // of_round}", line["round"] == step // of_round)
        checks.true(f"step {step}: its epoch is wrong", line["epoch"] == step % of_round // settings["minibatches"])
        check_update(line, rounds[line["round"]], settings, step % of_round == 0, checks)
        if step % settings["minibatches"] == settings["minibatches"] - 1:
            steps = range(step - settings["minibatches"] + 1, step + 1)
            if all(one in updates for one in steps):  # not where the file begins in an epoch
                answers = sorted(answer for one in steps for answer in updates[one]["answers"])
                whole = list(range(len(rounds[line["round"]]["scores"])))
                checks.true(f"step {step}: its epoch does not have each answer once", answers == whole)
    for line in metrics:
        if "round" in line:
            update = updates.get(line["step"], {})  # none where the metrics began earlier
            for key in line.keys() & update.keys():
                checks.true(f"step {line['step']}: {key} of the metrics differs", line[key] == update[key])
    return rounds, updates


def read(file):
    """The lines of a file; without a last one that a crash cut."""
    lines = []
    with open(file, encoding="utf-8") as text:
        for number, line in enumerate(text, 1):
            try:
                lines.append(json.loads(line))
            except json.JSONDecodeError as e:
                if line.endswith("\n"):
                    sys.exit(f"{file}, line {number}: no JSON: {e}")
                print(f"{file}: the last line is incomplete and was skipped")
    return lines


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    checks = Checks()
    rounds, updates = check(read(sys.argv[1]), read(sys.argv[2]) if len(sys.argv) == 3 else [], checks)
    if not rounds or not updates:
        sys.exit(f"{sys.argv[1]} has no rounds or no updates")
    for failure in checks.failed[:20]:
        print(failure)
    print(f"{len(rounds)} rounds, {len(updates)} updates: {checks.done} checks, {len(checks.failed)} failed")
    sys.exit(1 if checks.failed else 0)


if __name__ == "__main__":
    main()
