package sibyl.accounts.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static sibyl.accounts.Refusals.assertRefused;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sibyl.accounts.AccountsException;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.People;
import sibyl.accounts.factor.Enrolment;
import sibyl.accounts.factor.Totp;
import sibyl.accounts.memory.SignInMemory;
import sibyl.accounts.message.OutgoingTexts;
import sibyl.accounts.session.SessionOwner;
import sibyl.accounts.signin.Attempt;
import sibyl.accounts.signin.AttemptBrake;
import sibyl.store.Rows;

/** Signing in by phone with the memory of one process, whose clock can be set. */
class PhoneSignInIT extends PhoneSignInContract {
  private static final int GUESSES = 10_000;

  @Override
  SignInMemory memory() {
    return people.memory;
  }

  @Override
  CodeLimits limits() {
    return CodeLimits.DEFAULT;
  }

  @Override
  void pass(Duration time) {
    people.clock.forward(time);
  }

  @Test
  void aCodeIsGoodForFiveMinutes() {
    String code = codeFor(NUMBER);
    people.clock.forward(Duration.ofMinutes(5));
    assertRefused(Code.WRONG_CODE, () -> phones.signIn(NUMBER, code, HERE));
    String inTime = codeFor(NUMBER);
    people.clock.forward(Duration.ofMinutes(5).minusMillis(1));
    assertThat(phones.signIn(NUMBER, inTime, HERE).isNew()).isTrue();
  }

  @Test
  void aNewCodeTakesThePlaceOfTheOldOne() {
    String old = codeFor(NUMBER);
    letResendPass();
    String code = codeFor(NUMBER);
    if (!old.equals(code)) {
      assertRefused(Code.WRONG_CODE, () -> phones.signIn(NUMBER, old, HERE));
    }
    assertThat(phones.signIn(NUMBER, code, HERE).isNew()).isTrue();
  }

  /**
   * Somebody guesses at one number for hours, from as many addresses as wanted, and has a new code
   * sent as soon as that is possible. The guesses after the fifth for each code are the right one,
   * so only the tries and the brakes stand in the way: the test needs no luck.
   */
  @Test
  void ofTenThousandGuessesNoneIsAccepted() {
    int sentCodes = 0;
    int wrong = 0;
    int braked = 0;
    int triesAtThisCode = 0;
    String code = "";
    for (int i = 0; i < GUESSES; i++) {
      people.clock.forward(Duration.ofSeconds(4));
      String address = "10." + i / 65_536 + "." + i / 256 % 256 + "." + i % 256;
      int before = sent.to(NUMBER).size();
      try {
        phones.sendCode(NUMBER, address);
        code = sentAfter(before);
        sentCodes++;
        triesAtThisCode = 0;
      } catch (AccountsException e) {
        assertThat(e.code()).isEqualTo(Code.TOO_MANY_ATTEMPTS);
      }
      String guess = triesAtThisCode < 5 ? other(code) : code;
      try {
        phones.signIn(NUMBER, guess, address);
        throw new AssertionError("guess " + i + " was accepted");
      } catch (AccountsException e) {
        if (e.code() == Code.WRONG_CODE) {
          wrong++;
          triesAtThisCode++;
        } else {
          assertThat(e.code()).isEqualTo(Code.TOO_MANY_ATTEMPTS);
          braked++;
        }
      }
    }
    Duration taken = Duration.ofSeconds(4L * GUESSES);
    System.out.printf(
        "%d guesses in %d h: %d codes sent, %d guesses were wrong, %d not even looked at%n",
        GUESSES, taken.toHours(), sentCodes, wrong, braked);
    assertThat(sentCodes).isLessThanOrEqualTo(15);
    assertThat(wrong + braked).isEqualTo(GUESSES);
    assertThat(Rows.of(people.database, "SELECT count(*) FROM users")).containsExactly("0");
  }

  private String sentAfter(int before) {
    await().until(() -> sent.to(NUMBER).size() > before);
    return sent.to(NUMBER).getFirst().text().substring(0, 6);
  }

  @Test
  void askingForACodeIsTheSameForAKnownNumberAndTouchesNoDatabase() {
    phones.signIn(NUMBER, codeFor(NUMBER), HERE);
    letResendPass();
    people.database.close();
    assertThat(phones.sendCode(NUMBER, HERE)).isEqualTo(Duration.ofMinutes(5));
    assertThat(phones.sendCode("+919876543211", HERE)).isEqualTo(Duration.ofMinutes(5));
    people = new People();
  }

  @Test
  void whatIsKeptTellsNeitherNumberNorCode() {
    RecordingMemory recording = new RecordingMemory(people.memory);
    PhoneSignIn recorded =
        new PhoneSignIn(
            new PhoneNumbers("IN"),
            recording,
            hash,
            CodeLimits.DEFAULT,
            new AttemptBrake(recording, hash, people.clock),
            people.secondStep(new AttemptBrake()),
            OutgoingTexts.start(sent, people.clock),
            new DatabasePhonePeople(people.database, people.newPeople),
            people.clock);
    recorded.sendCode(NUMBER, HERE);
    await().until(() -> !sent.to(NUMBER).isEmpty());
    String code = sent.to(NUMBER).getFirst().text().substring(0, 6);
    assertRefused(Code.WRONG_CODE, () -> recorded.signIn(NUMBER, other(code), HERE));
    assertThat(recording.seen()).hasSizeGreaterThan(4);
    assertThat(recording.seen())
        .noneMatch(text -> text.contains(code) || text.contains("9876543210"))
        .noneMatch(text -> text.contains(HERE));
  }

  @Test
  void aWrongCodeIsTheSameWorkWhetherThereIsOneOrNot() {
    RecordingMemory recording = new RecordingMemory(people.memory);
    OneTimeCodes codes = new OneTimeCodes(recording, hash, CodeLimits.DEFAULT);
    String code = codes.issue("somebody");
    List<Integer> steps = new ArrayList<>();
    for (String owner : List.of("somebody", "nobody")) {
      for (String guess : List.of(other(code), "no code", "")) {
        int before = recording.seen().size();
        assertThat(codes.redeem(owner, guess, () -> {})).isFalse();
        steps.add(recording.seen().size() - before);
      }
    }
    assertThat(steps).containsOnly(1);
  }

  @Test
  void whereNothingCanBeSentNobodySignsInByPhone() {
    PhoneSignIn without =
        new PhoneSignIn(
            new PhoneNumbers("IN"),
            people.memory,
            hash,
            CodeLimits.DEFAULT,
            new AttemptBrake(),
            people.secondStep(new AttemptBrake()),
            null,
            new DatabasePhonePeople(people.database, people.newPeople),
            people.clock);
    assertRefused(Code.PHONE_SIGN_IN_DISABLED, () -> without.sendCode(NUMBER, HERE));
  }

  @Test
  void codesHaveAllTheirDigits() {
    OneTimeCodes codes = new OneTimeCodes(people.memory, hash, CodeLimits.DEFAULT);
    List<String> some = IntStream.range(0, 2_000).mapToObj(i -> codes.issue("owner")).toList();
    assertThat(some).allMatch(code -> code.matches("[0-9]{6}"));
    assertThat(some).anyMatch(code -> code.startsWith("0"));
    assertThat(some.stream().distinct().count()).isGreaterThan(1_950);
  }

  @Test
  void aSecondFactorIsAskedForByPhoneTooAndTheCodeSentStaysGood() {
    long account = phones.signIn(NUMBER, codeFor(NUMBER), HERE).user().account();
    SessionOwner owner = new SessionOwner.Person(account);
    Enrolment enrolment = people.factors.begin(owner, "phone");
    String recovery = people.factors.confirm(owner, now(enrolment)).getFirst();
    letResendPass();
    String code = codeFor(NUMBER);
    Attempt none = new Attempt("", "", HERE);
    assertRefused(Code.SECOND_FACTOR_NEEDED, () -> phones.signIn(NUMBER, code, none));
    assertRefused(Code.WRONG_CODE, () -> phones.signIn(NUMBER, code, none.withCode("nothing")));
    assertThat(phones.signIn(NUMBER, code, none.withCode(recovery)).user().account())
        .isEqualTo(account);
    assertRefused(Code.WRONG_CODE, () -> phones.signIn(NUMBER, code, none.withCode(recovery)));
  }

  private String now(Enrolment enrolment) {
    return Totp.at(enrolment.secret(), people.clock.instant());
  }
}
