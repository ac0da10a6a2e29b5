global using System.Text.Json;
global using Parley.Domain;
