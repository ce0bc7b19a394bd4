package sibyl.simulation.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sibyl.engine.CloseReason;
import sibyl.engine.GroupAction;
import sibyl.engine.GroupState;
import sibyl.engine.Reason;
import sibyl.engine.command.ChangeOrderGroup;

/** Makes, changes, resets and deletes order groups. */
final class GroupDesk {
  private final ModelState state;
  private final TradingFloor floor;
  private long created;

  GroupDesk(ModelState state, TradingFloor floor) {
    this.state = state;
    this.floor = floor;
  }

  void change(ChangeOrderGroup command) {
    if (state.refused(refusalOf(command))) {
      return;
    }
    if (command.action() == GroupAction.CREATE) {
      ModelGroup group =
          new ModelGroup(++created, command.account(), command.limit(), command.windowMs());
      state.groups.put(group.number, group);
      note(group, GroupState.ACTIVE);
      return;
    }
    ModelGroup group = Objects.requireNonNull(state.groups.get(command.group()));
    switch (command.action()) {
      case CREATE -> throw new IllegalStateException("created above");
      case CHANGE -> {
        group.change(command.limit(), command.windowMs(), state.nowMs);
        note(group, group.triggered ? GroupState.TRIGGERED : GroupState.ACTIVE);
        floor.trigger(group);
      }
      case RESET -> {
        group.reset();
        note(group, GroupState.ACTIVE);
      }
      case DELETE -> {
        floor.takeDownAll(group, CloseReason.CANCELED);
        state.groups.remove(group.number);
        note(group, GroupState.DELETED);
      }
    }
  }

  private void note(ModelGroup group, GroupState now) {
    state.answer.add(new Note.Group(group.number, group.account, group.limit, group.windowMs, now));
  }

  private @Nullable Refusal refusalOf(ChangeOrderGroup command) {
    Refusal barred = state.barredOrUnknown(command.account(), ModelState.Wish.ARRANGE);
    if (barred != null) {
      return barred;
    }
    boolean creates = command.action() == GroupAction.CREATE;
    if (creates || command.action() == GroupAction.CHANGE) {
      if (command.limit() <= 0 || command.windowMs() <= 0 || creates != (command.group() == 0)) {
        return Refusal.of(Reason.INVALID_COMMAND);
      }
      if (command.limit() > ChangeOrderGroup.LIMIT_MAX
          || command.windowMs() > ChangeOrderGroup.WINDOW_MS_MAX
          || creates && isFull(command.account())) {
        return Refusal.of(Reason.LIMIT_EXCEEDED);
      }
    } else if (command.limit() != 0 || command.windowMs() != 0) {
      return Refusal.of(Reason.INVALID_COMMAND);
    }
    if (creates) {
      return null;
    }
    ModelGroup group = state.groups.get(command.group());
    boolean own = group != null && group.account == command.account();
    return own ? null : Refusal.of(Reason.UNKNOWN_GROUP);
  }

  private boolean isFull(long account) {
    long own = state.groups.values().stream().filter(group -> group.account == account).count();
    return state.groups.size() >= state.limits.orderGroups()
        || own >= state.limits.orderGroupsPerAccount();
  }
}
