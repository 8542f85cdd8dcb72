/** The study's split and fine-tuning, and its own next steps. */
@NullMarked
package io.rolestream.trainer.study.tuning;

import org.jspecify.annotations.NullMarked;
