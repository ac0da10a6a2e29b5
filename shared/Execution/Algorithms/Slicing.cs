using Parley.Domain;

namespace Parley.Execution;

/// <summary>How much of a sliced order is due at a moment.</summary>
internal static class Slicing
{
    /// <summary>The slice a moment lies in, from 0; the last one from the end on.</summary>
    public static int SliceAt(ParentOrder parent, Timestamp now)
    {
        int slices = Math.Max(1, parent.Slices);
        if (now >= parent.End) return slices - 1;
        return (int)((Int128)(now.Nanoseconds - parent.Start.Nanoseconds) * slices / (parent.Duration.Ticks * 100));
    }

    /// <summary>Due from the start up to a moment, in all; everything in the last slice.</summary>
    public static Quantity DueBy(ParentOrder parent, Timestamp now)
    {
        int slices = Math.Max(1, parent.Slices);
        int slice = SliceAt(parent, now);
        if (slice >= slices - 1) return parent.Quantity;
        double share = parent.Style == ExecutionStyle.VolumeSliced
            ? Share(parent.Profile, (slice + 1) / (double)slices)
            : (slice + 1) / (double)slices;
        return Quantity.FromRaw((long)(parent.Quantity.Raw * share));
    }

    /// <summary>Share of a profile's volume that falls into the first part of its time; even where the profile says nothing.</summary>
    private static double Share(IReadOnlyList<double> profile, double time)
    {
        double all = 0;
        double passed = 0;
        double at = time * profile.Count;
        for (int i = 0; i < profile.Count; i++)
        {
            double volume = double.IsFinite(profile[i]) ? Math.Max(0, profile[i]) : 0;
            all += volume;
            passed += volume * Math.Clamp(at - i, 0, 1);
        }

        return all > 0 ? passed / all : time;
    }
}
