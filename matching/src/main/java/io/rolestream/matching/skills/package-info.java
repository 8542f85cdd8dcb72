/** The vocabulary of skills: what a skill is called, how else it is written, how telling it is. */
@NullMarked
package io.rolestream.matching.skills;

import org.jspecify.annotations.NullMarked;
