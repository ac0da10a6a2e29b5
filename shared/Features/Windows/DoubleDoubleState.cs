using Parley.Domain;

namespace Parley.Features;

internal static class DoubleDoubleState
{
    public static void Sync(this ref StateStream state, ref DoubleDouble value)
    {
        double high = value.High;
        double low = value.Low;
        state.Sync(ref high);
        state.Sync(ref low);
        value = new DoubleDouble(high, low);
    }
}
