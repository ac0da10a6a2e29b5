using FsCheck;
using FsCheck.Fluent;

namespace Parley.Domain.Tests;

public sealed class StateStreamTests
{
    private const int Kind = 0x2121_2121;

    private delegate void SyncValue<T>(ref StateStream state, ref T value);

    private delegate void Use(ref StateStream state);

    [Fact]
    public void Whole_numbers_come_back() =>
        Prop.ForAll<DoNotSize<long>>(drawn =>
        {
            long raw = drawn.Item;
            return Returned(raw, static (ref s, ref v) => s.Sync(ref v)) == raw
                && Returned(Price.FromRaw(raw), static (ref s, ref v) => s.Sync(ref v)).Raw == raw
                && Returned(Quantity.FromRaw(raw), static (ref s, ref v) => s.Sync(ref v)).Raw == raw
                && Returned(new TimeSpan(raw), static (ref s, ref v) => s.Sync(ref v)).Ticks == raw;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void Doubles_come_back_bit_for_bit_known_or_not() =>
        Prop.ForAll<DoNotSize<long>, bool>((bits, known) =>
        {
            double number = BitConverter.Int64BitsToDouble(bits.Item);
            if (double.IsNaN(number)) return true;
            double? value = known ? number : null;
            double? returned = Returned(value, static (ref s, ref v) => s.Sync(ref v));
            return returned.HasValue == known && BitConverter.DoubleToInt64Bits(returned ?? 0) == (known ? bits.Item : 0);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Theory]
    [InlineData("1s")]
    [InlineData("5m")]
    [InlineData("3w")]
    public void Timeframes_come_back(string text)
    {
        Timeframe timeframe = Timeframe.Parse(text);
        Returned(timeframe, static (ref s, ref v) => s.Sync(ref v)).ShouldBe(timeframe);
        Returned(default(Timeframe), static (ref s, ref v) => s.Sync(ref v)).ShouldBe(default);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("updates missing: have 7, got 9–11")]
    public void Texts_come_back(string? text) =>
        Returned(text, static (ref s, ref v) => s.SyncOptional(ref v)).ShouldBe(text);

    [Fact]
    public void Numbers_on_a_grid_come_back_whatever_the_grid() =>
        Prop.ForAll<DoNotSize<long>[], DoNotSize<int>>((drawn, grid) =>
        {
            // The whole range as it is, and small multiples of some unit.
            long[] wide = [.. drawn.Select(d => d.Item)];
            long[] even = [.. drawn.Select(d => d.Item % 100_000 * grid.Item)];
            return ReturnedGrid(wide).SequenceEqual(wide) && ReturnedGrid(even).SequenceEqual(even);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Theory]
    [InlineData(new long[0])]
    [InlineData(new[] { 0L, 0 })]
    [InlineData(new[] { long.MinValue, 0 })]
    [InlineData(new[] { long.MinValue, long.MaxValue, -1 })]
    public void Extreme_grids_come_back(long[] values) => ReturnedGrid(values).ShouldBe(values);

    [Fact]
    public void A_grid_makes_prices_small()
    {
        long[] prices = [.. Enumerable.Range(0, 1_000).Select(i => Price.From(60_000.1m + i * 0.1m).Raw)];
        Written((ref s) => s.SyncGrid(prices)).Length.ShouldBeLessThan(1_100);
    }

    [Fact]
    public void Mostly_zeros_come_back_and_take_little() =>
        Prop.ForAll<int, DoNotSize<long>[]>((seed, drawn) =>
        {
            var random = new Random(seed);
            double[] values = new double[200];
            foreach (DoNotSize<long> bits in drawn)
            {
                double value = BitConverter.Int64BitsToDouble(bits.Item);
                values[random.Next(values.Length)] = double.IsNaN(value) ? -0.0 : value;
            }

            byte[] bytes = Written((ref s) => s.SyncSparse(values));
            double[] returned = [.. Enumerable.Repeat(1.5, values.Length)];
            Read(bytes, (ref s) => s.SyncSparse(returned));
            return returned.Select(BitConverter.DoubleToInt64Bits).SequenceEqual(values.Select(BitConverter.DoubleToInt64Bits))
                && bytes.Length <= 4 + 12 * drawn.Length;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Lists_come_back_in_place_of_what_was_there()
    {
        List<long> list = [3, -1, long.MaxValue];
        byte[] bytes = Written((ref s) => s.Sync(list, 3, static (ref stream, ref item) => stream.Sync(ref item)));
        List<long> other = [9];
        Read(bytes, (ref s) => s.Sync(other, 3, static (ref stream, ref item) => stream.Sync(ref item)));
        other.ShouldBe(list);
        Should.Throw<StateException>(() => Read(bytes, (ref s) => s.Sync(other, 2, static (ref stream, ref item) => stream.Sync(ref item))))
            .Message.ShouldContain("3 is not between 0 and 2");
    }

    [Fact]
    public void What_makes_no_sense_is_refused_in_one_line()
    {
        Refused([14], static (ref s) => s.SyncEnum(ref Blank<Side>.Value)).ShouldContain("7 is no Side");
        Refused([4], static (ref s) => s.Sync(ref Blank<bool>.Value)).ShouldContain("2 is no truth value");
        Refused([1], static (ref s) => s.Sync(ref Blank<Timeframe>.Value)).ShouldContain("-1 s is no timeframe");
        Refused([0], static (ref s) => s.SyncGrid([])).ShouldContain("0 is no grid");
        Refused([0, 0], static (ref s) => s.SyncSparse(new double[2])).ShouldContain("a run of numbers is empty");
        Refused([0x80], static (ref s) => s.Sync(ref Blank<long>.Value)).ShouldContain("it ends after 1 bytes");
        Refused([2, 2], static (ref s) => s.Sync(ref Blank<bool>.Value)).ShouldContain("1 bytes too many");
    }

    [Fact]
    public void A_text_too_long_is_refused_before_it_is_written()
    {
        string text = new('x', 1_025);
        Should.Throw<StateException>(() => Written((ref s) => s.Sync(ref text))).Message
            .ShouldBe("The state cannot be saved: 1025 is not between 0 and 1024.");
    }

    [Fact]
    public void An_envelope_opens_for_its_own_kind_and_version_only()
    {
        var envelope = new StateEnvelope(Kind, 3, "sample");
        byte[] state = new byte[StateEnvelope.Size + 5];
        "hello"u8.CopyTo(StateEnvelope.Content(state));
        envelope.Seal(state);
        envelope.Open(state).SequenceEqual("hello"u8).ShouldBeTrue();
        Should.Throw<StateException>(() => new StateEnvelope(Kind + 1, 3, "other").Open(state)).Message.ShouldBe("This is no saved other.");
        Should.Throw<StateException>(() => new StateEnvelope(Kind, 4, "sample").Open(state)).Message.ShouldContain("is of version 3, this build reads version 4");
        for (int i = 0; i < state.Length; i++)
        {
            byte[] damaged = [.. state];
            damaged[i] ^= 0x10;
            Should.Throw<StateException>(() => envelope.Open(damaged));
            Should.Throw<StateException>(() => envelope.Open(state.AsSpan(0, i)));
        }
    }

    private static long[] ReturnedGrid(long[] values)
    {
        long[] copy = [.. values];
        byte[] bytes = Written((ref s) => s.SyncGrid(copy));
        long[] returned = new long[values.Length];
        Read(bytes, (ref s) => s.SyncGrid(returned));
        return returned;
    }

    private static T? Returned<T>(T value, SyncValue<T> sync)
    {
        byte[] bytes = Written((ref s) => sync(ref s, ref value));
        T? returned = default;
        Read(bytes, (ref s) => sync(ref s, ref returned!));
        return returned;
    }

    private static string Refused(byte[] bytes, Use use)
    {
        string message = Should.Throw<StateException>(() => Read(bytes, use)).Message;
        message.ShouldNotContain("\n");
        return message;
    }

    private static byte[] Written(Use use)
    {
        StateStream measure = StateStream.Measuring();
        use(ref measure);
        byte[] bytes = new byte[measure.Position];
        StateStream writer = StateStream.Writing(bytes);
        use(ref writer);
        writer.Position.ShouldBe(bytes.Length);
        return bytes;
    }

    private static void Read(byte[] bytes, Use use)
    {
        StateStream reader = StateStream.Reading(bytes);
        use(ref reader);
        reader.RequireEnd();
    }

    private static class Blank<T>
        where T : struct
    {
        [ThreadStatic]
        public static T Value;
    }
}
