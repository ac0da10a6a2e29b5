using Parley.Domain;

namespace Parley.Orchestrations.Agents;

/// <summary>
/// How far away the protective stop belongs, as a share of the last price: a multiple of the average true range, brought
/// to the stop horizon by the square root of time, from the longest timeframe that knows one.
/// </summary>
public static class StopDistance
{
    public static double Of(Snapshot snapshot, DeliberationOptions options)
    {
        double last = snapshot.LastPrice.ToDouble();
        for (int i = snapshot.Features.Count - 1; i >= 0; i--)
        {
            string name = snapshot.Features[i].Name;
            if (!Timeframe.TryParse(name, out Timeframe timeframe)) continue;
            if (snapshot.Find(name, "atr_14") is not { } atr || atr <= 0 || timeframe.Duration > options.StopHorizon) continue;
            double scale = Math.Sqrt(options.StopHorizon / timeframe.Duration);
            return Math.Clamp(options.StopAtrMultiple * atr * scale / last, 0.0005, 0.2);
        }

        return options.StopFallback;
    }
}
