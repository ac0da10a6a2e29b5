using System.Text.Json.Serialization;
using Parley.Domain;

namespace Parley.Execution;

/// <summary>Why a position is closed now.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ExitReason>))]
public enum ExitReason
{
    /// <summary>It is kept.</summary>
    None,
    Target,

    /// <summary>The market has passed the place where the stop belongs.</summary>
    Stop,

    /// <summary>It went nowhere for too long.</summary>
    Time,
}

/// <summary>A position as exits see it. A fold over marks: <see cref="Seen"/>.</summary>
/// <param name="Side">Buy for a long position.</param>
/// <param name="Entry">Average entry price.</param>
/// <param name="Stop">Where its protective stop is, on the grid.</param>
/// <param name="Best">Best price since the entry, for the position.</param>
public readonly record struct HeldPosition(Side Side, Price Entry, Timestamp OpenedAt, Price Stop, Price Best)
{
    /// <summary>The same after a mark.</summary>
    public HeldPosition Seen(Price mark) =>
        Side == Side.Buy ? mark > Best ? this with { Best = mark } : this
        : mark < Best ? this with { Best = mark } : this;
}

/// <summary>What an exit rule wants.</summary>
/// <param name="Stop">Where the protective stop belongs now: where it is, or closer to the market. Never the other way.</param>
/// <param name="Close">Not <see cref="ExitReason.None"/>: close at once by a reduce-only order.</param>
public readonly record struct ExitAdvice(Price Stop, ExitReason Close);

/// <summary>
/// Where the stop of a position belongs, and whether it is to be closed now. Pure, and without allocation: to be asked at
/// every mark. A stop only ever moves in the position's favour.
/// </summary>
public static class ExitRules
{
    /// <param name="position">With this mark already <see cref="HeldPosition.Seen"/>.</param>
    /// <param name="averageTrueRange">In quote currency; null or not positive when not known.</param>
    /// <param name="tick">The venue's price grid.</param>
    public static ExitAdvice Advise(
        in HeldPosition position, Price mark, double? averageTrueRange, ExitRegime regime, Timestamp now, Price tick, ExitOptions options)
    {
        Price stop = position.Stop;
        RegimeExit? parameters = options.For(regime);
        decimal entry = position.Entry.Value;
        int sign = position.Side == Side.Buy ? 1 : -1;
        if (parameters is not null) Improve(entry * (1m - sign * parameters.Stop));
        decimal best = sign * (position.Best.Value - entry);
        if (options.TrailShare is { } share && best > 0 && best >= options.TrailFrom * entry)
            Improve(entry + sign * share * best);
        if (options.ChandelierMultiple is { } multiple && averageTrueRange is > 0 and < 1e9)
            Improve(position.Best.Value - sign * multiple * (decimal)averageTrueRange.Value);

        decimal profit = sign * (mark.Value - entry);
        bool passed = position.Side == Side.Buy ? mark <= stop : mark >= stop;
        if (passed) return new(stop, ExitReason.Stop);
        if ((parameters?.Target ?? options.Target) is { } target && profit >= target * entry) return new(stop, ExitReason.Target);
        bool old = options.TimeStop is { } time && now >= position.OpenedAt + time;
        return new(stop, old && Math.Abs(profit) <= options.FlatBand * entry ? ExitReason.Time : ExitReason.None);

        void Improve(decimal wanted)
        {
            if (wanted <= 0) return;
            Price exact = Price.FromRaw((long)decimal.Floor(Math.Min(wanted, 9e10m) * FixedPoint.Scale));
            // Away from the market to the grid: it must not come closer than what was wanted.
            Price price = !tick.IsPositive ? exact : sign > 0 ? exact.FloorTo(tick) : exact.CeilingTo(tick);
            if (price.IsPositive && (sign > 0 ? price > stop : price < stop)) stop = price;
        }
    }
}
