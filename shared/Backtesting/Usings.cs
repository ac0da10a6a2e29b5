global using Parley.Domain;
