/** What people, and models, think of the votes that keywords lead to, and what keywords should say instead. */
@NullMarked
package io.rolestream.trainer.keywords;

import org.jspecify.annotations.NullMarked;
