namespace Parley.Features;

/// <summary>Words the catalogue uses again and again.</summary>
internal static class Units
{
    public const string Quote = "quote currency";
    public const string Base = "base currency";
    public const string Fraction = "fraction";
    public const string BasisPoints = "basis points of mid";
    public const string Percent = "0 to 100";
    public const string Sign = "−1, 0 or 1";
    public const string Flag = "0 or 1";
    public const string Bars = "bars";
    public const string Share = "share, 0 to 1";
    public const string Balance = "share, −1 to 1";
    public const string Ratio = "ratio";
}

/// <summary>Works the definitions follow.</summary>
internal static class Sources
{
    public const string Wilder = "Wilder, \"New Concepts in Technical Trading Systems\", 1978; seeds as TA-Lib";
    public const string Bollinger = "Bollinger, \"Bollinger on Bollinger Bands\", 2001";
    public const string Own = "Definition";
}
