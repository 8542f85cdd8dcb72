/**
 * How good a trained model is: its scores beside those of the rules, of the joint decision and of the present champion, on the same
 * items, with intervals.
 */
@NullMarked
package io.rolestream.trainer.evaluation;

import org.jspecify.annotations.NullMarked;
