package sibyl.protocol;

/** What members tell each other through the log about their states. */
public interface StateMessageHandler {
  /**
   * Every member is to hash its state here.
   *
   * @param member who asks
   */
  void onStateCheck(int member);

  /**
   * A member's state at a check.
   *
   * @param position of the check in the log
   * @param seq number of the member's last event there
   */
  void onStateStatement(int member, long position, long seq, long hash);
}
