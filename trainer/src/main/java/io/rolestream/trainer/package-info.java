/** Settings of the trainer, which learns from the rules' votes and people's corrections. */
@NullMarked
package io.rolestream.trainer;

import org.jspecify.annotations.NullMarked;
