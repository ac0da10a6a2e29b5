using Parley.Domain;

namespace Parley.Venues.Binance;

/// <summary>How urgent a request is, most urgent last.</summary>
public enum RequestClass
{
    /// <summary>Can wait: stops at 70 % of a limit.</summary>
    Optional,

    /// <summary>Orders, lookups, stock-taking: stop at 90 %.</summary>
    Regular,

    /// <summary>Cancels: up to the limit itself.</summary>
    Cancel,
}

/// <summary>
/// What one address may still ask of one host. Every adapter behind the address shares one of these. The limits are what
/// <c>exchangeInfo</c> says; what was used is counted here and corrected by what the venue says in its headers.
/// Safe for use by several threads.
/// </summary>
public sealed class RateBudget
{
    private const string WeightHeader = "X-MBX-USED-WEIGHT-";
    private const string OrderHeader = "X-MBX-ORDER-COUNT-";

    private readonly Lock gate = new();
    private readonly List<Window> windows = [];
    private Timestamp blockedUntil;

    /// <summary>Venue time before which nothing may be sent.</summary>
    public Timestamp BlockedUntil
    {
        get
        {
            lock (gate) return blockedUntil;
        }
    }

    /// <summary>Takes over the limits the venue announces; what was used stays counted.</summary>
    public void SetLimits(IReadOnlyList<RateLimit> limits)
    {
        lock (gate)
        {
            List<Window> former = [.. windows];
            windows.Clear();
            foreach (RateLimit limit in limits)
            {
                Window window = new(limit);
                if (former.Find(w => w.Limit.Kind == limit.Kind && w.Limit.Interval == limit.Interval) is { } old) window.TakeOver(old);
                windows.Add(window);
            }
        }
    }

    /// <summary>Counts a request if there is room for it.</summary>
    /// <param name="weight">Request weight.</param>
    /// <param name="orders">How many orders it places.</param>
    /// <param name="now">Venue time.</param>
    /// <returns>False when it must not be sent now.</returns>
    public bool TrySpend(RequestClass requestClass, int weight, int orders, Timestamp now)
    {
        lock (gate)
        {
            if (now < blockedUntil) return false;
            foreach (Window window in windows)
                if (!window.HasRoom(Cost(window, weight, orders), requestClass, now)) return false;
            foreach (Window window in windows) window.Add(Cost(window, weight, orders), now);
            return true;
        }
    }

    /// <summary>Corrects what was used by the headers of an answer.</summary>
    /// <param name="now">Venue time.</param>
    public void Learn(IReadOnlyDictionary<string, string> headers, Timestamp now)
    {
        lock (gate)
        {
            foreach ((string name, string value) in headers)
            {
                string kind;
                string span;
                if (name.StartsWith(WeightHeader, StringComparison.OrdinalIgnoreCase))
                    (kind, span) = ("REQUEST_WEIGHT", name[WeightHeader.Length..]);
                else if (name.StartsWith(OrderHeader, StringComparison.OrdinalIgnoreCase))
                    (kind, span) = ("ORDERS", name[OrderHeader.Length..]);
                else
                    continue;
                if (!int.TryParse(value, out int used) || IntervalOf(span) is not { } interval) continue;
                windows.Find(w => w.Limit.Kind == kind && w.Limit.Interval == interval)?.AtLeast(used, now);
            }
        }
    }

    /// <summary>Nothing more is sent before a moment of venue time. A nearer moment changes nothing.</summary>
    public void Block(Timestamp until)
    {
        lock (gate) blockedUntil = Timestamp.Max(blockedUntil, until);
    }

    private static int Cost(Window window, int weight, int orders) => window.Limit.Kind switch
    {
        "REQUEST_WEIGHT" => weight,
        "ORDERS" => orders,
        "RAW_REQUESTS" => 1,
        _ => 0,
    };

    // 1M, 10S, 1D: a count and the first letter of its unit.
    private static TimeSpan? IntervalOf(string text)
    {
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), out int count) || count is < 1 or > 100_000) return null;
        return char.ToUpperInvariant(text[^1]) switch
        {
            'S' => TimeSpan.FromSeconds(count),
            'M' => TimeSpan.FromMinutes(count),
            'H' => TimeSpan.FromHours(count),
            'D' => TimeSpan.FromDays(count),
            _ => null,
        };
    }

    /// <summary>One limit; its intervals begin at whole multiples of their length.</summary>
    private sealed class Window(RateLimit limit)
    {
        private long cell = -1;
        private int used;

        public RateLimit Limit => limit;

        public bool HasRoom(int cost, RequestClass requestClass, Timestamp now)
        {
            if (cost == 0) return true;
            Turn(now);
            int percent = requestClass switch { RequestClass.Optional => 70, RequestClass.Regular => 90, _ => 100 };
            return (used + (long)cost) * 100 <= (long)limit.Limit * percent;
        }

        public void Add(int cost, Timestamp now)
        {
            Turn(now);
            used += cost;
        }

        public void AtLeast(int venueCount, Timestamp now)
        {
            Turn(now);
            used = Math.Max(used, venueCount);
        }

        public void TakeOver(Window former) => (cell, used) = (former.cell, former.used);

        private void Turn(Timestamp now)
        {
            long current = now.Nanoseconds / 100 / limit.Interval.Ticks;
            if (current == cell) return;
            cell = current;
            used = 0;
        }
    }
}
