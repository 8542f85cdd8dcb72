/** Postings that only pretend to suit a resume, and how often a reward model sees through them. */
@NullMarked
package io.rolestream.trainer.matching.adversary;

import org.jspecify.annotations.NullMarked;
